package io.github.s3sync.cli.page;

import io.github.s3sync.key.ObjectRef;
import io.github.s3sync.reconcile.finding.Finding;
import io.github.s3sync.reconcile.finding.Verdict;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Counts findings by folder, which is the bucket and the first two parts of the key's path. Knows
 * {@value #MAX} folders at most; findings in all other folders are counted together. Not for use by
 * several threads.
 */
final class Folders {

  static final int MAX = 1_000;
  static final String OTHERS = "(other folders)";

  private static final int PARTS = 2;

  private final Map<String, Map<Verdict, Long>> folders = new HashMap<>();

  /**
   * Contains the number of findings of a folder.
   *
   * @param name the folder
   * @param counts the number of findings by verdict
   */
  record Folder(String name, Map<Verdict, Long> counts) {

    long total() {
      return counts.values().stream().mapToLong(Long::longValue).sum();
    }
  }

  void add(Finding finding) {
    String name = nameOf(finding.source() == null ? finding.replica() : finding.source());
    if (folders.size() >= MAX && !folders.containsKey(name)) {
      name = OTHERS;
    }
    folders
        .computeIfAbsent(name, folder -> new EnumMap<>(Verdict.class))
        .merge(finding.verdict(), 1L, Long::sum);
  }

  private static String nameOf(@Nullable ObjectRef object) {
    if (object == null) {
      return OTHERS;
    }
    int end = 0;
    for (int part = 0; part < PARTS; part++) {
      int slash = object.key().indexOf('/', end);
      if (slash < 0) {
        break;
      }
      end = slash + 1;
    }
    return "s3://" + object.bucket() + "/" + object.key().substring(0, end);
  }

  /** Returns the number of folders. */
  int size() {
    return folders.size();
  }

  /** Returns the folders with the most findings. */
  List<Folder> largest(int number) {
    return folders.entrySet().stream()
        .map(folder -> new Folder(folder.getKey(), folder.getValue()))
        .sorted(Comparator.comparingLong(Folder::total).reversed().thenComparing(Folder::name))
        .limit(number)
        .toList();
  }
}
