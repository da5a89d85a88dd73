package io.github.s3sync.config;

import java.util.Collection;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Finds the word that was meant. */
final class NearestWord {

  private NearestWord() {}

  /** What was expected instead of a word, its nearest neighbour first. */
  static String expected(String word, Collection<String> words) {
    String nearest = to(word, words);
    String all = "xpected one of " + String.join(", ", words);
    return nearest == null ? ", e" + all : ", did you mean " + nearest + "? E" + all;
  }

  /** The nearest word, or null if none is near. */
  static @Nullable String to(String word, Collection<String> words) {
    String nearest = null;
    int least = Integer.MAX_VALUE;
    for (String candidate : words) {
      int most = 1 + candidate.length() / 3;
      // Edits are at least the difference in length, which spares long texts the table.
      if (Math.abs(candidate.length() - word.length()) <= most) {
        int edits = edits(word.toLowerCase(Locale.ROOT), candidate.toLowerCase(Locale.ROOT));
        if (edits <= most && edits < least) {
          nearest = candidate;
          least = edits;
        }
      }
    }
    return nearest;
  }

  /** Levenshtein's distance: how many characters to insert, delete or replace. */
  private static int edits(String from, String to) {
    int[] above = new int[to.length() + 1];
    for (int j = 0; j <= to.length(); j++) {
      above[j] = j;
    }
    for (int i = 1; i <= from.length(); i++) {
      int[] row = new int[to.length() + 1];
      row[0] = i;
      for (int j = 1; j <= to.length(); j++) {
        int replaced = above[j - 1] + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
        row[j] = Math.min(replaced, 1 + Math.min(above[j], row[j - 1]));
      }
      above = row;
    }
    return above[to.length()];
  }
}
