package io.github.s3sync.config;

import java.util.Collection;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Finds the word that the user probably meant. */
final class NearestWord {

  private NearestWord() {}

  /** Describes the expected words, with the most similar one first. */
  static String expected(String word, Collection<String> words) {
    String nearest = to(word, words);
    String all = "xpected one of " + String.join(", ", words);
    return nearest == null ? ", e" + all : ", did you mean " + nearest + "? E" + all;
  }

  /** Returns the most similar word, or null if no word is similar. */
  static @Nullable String to(String word, Collection<String> words) {
    String nearest = null;
    int least = Integer.MAX_VALUE;
    for (String candidate : words) {
      int most = Math.max(1, candidate.length() / 3);
      // The number of edits is at least the difference in length, so long texts need no table.
      if (Math.abs(candidate.length() - word.length()) <= most) {
        int edits = edits(word.toLowerCase(Locale.ROOT), candidate.toLowerCase(Locale.ROOT));
        if (edits <= most && edits < least) {
          nearest = candidate;
          least = edits;
        }
      }
    }
    String unfinished = onlyWordThatStartsWith(word + "_", words);
    return unfinished != null && least > 1 ? unfinished : nearest;
  }

  private static @Nullable String onlyWordThatStartsWith(String start, Collection<String> words) {
    List<String> longer = words.stream().filter(candidate -> candidate.startsWith(start)).toList();
    return longer.size() == 1 ? longer.get(0) : null;
  }

  /**
   * Returns the Levenshtein distance, with a swap of two adjacent characters counted as one edit:
   * the number of characters to insert, delete, replace or swap.
   */
  private static int edits(String from, String to) {
    int[][] table = new int[from.length() + 1][to.length() + 1];
    for (int i = 0; i <= from.length(); i++) {
      for (int j = 0; j <= to.length(); j++) {
        if (i == 0 || j == 0) {
          table[i][j] = i + j;
          continue;
        }
        int differs = from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1;
        int least = Math.min(table[i - 1][j], table[i][j - 1]) + 1;
        least = Math.min(least, table[i - 1][j - 1] + differs);
        if (i > 1
            && j > 1
            && from.charAt(i - 1) == to.charAt(j - 2)
            && from.charAt(i - 2) == to.charAt(j - 1)) {
          least = Math.min(least, table[i - 2][j - 2] + 1);
        }
        table[i][j] = least;
      }
    }
    return table[from.length()][to.length()];
  }
}
