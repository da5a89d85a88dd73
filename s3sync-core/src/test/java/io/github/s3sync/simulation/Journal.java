package io.github.s3sync.simulation;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Records the steps of a history. Only used when a history is replayed, because it takes time. */
final class Journal {

  private final @Nullable List<String> lines;

  private Journal(@Nullable List<String> lines) {
    this.lines = lines;
  }

  static Journal none() {
    return new Journal(null);
  }

  static Journal kept() {
    return new Journal(new ArrayList<>());
  }

  void note(long time, Object who, String what, @Nullable Object detail) {
    if (lines != null) {
      String at = String.format("%7d.%03d ms", time / 1_000_000, time / 1_000 % 1_000);
      lines.add(at + "  " + who + "  " + what + (detail == null ? "" : "  " + detail));
    }
  }

  @Override
  public String toString() {
    return lines == null ? "" : String.join("\n", lines);
  }
}
