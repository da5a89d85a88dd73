package io.github.s3sync.cli.redrive;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Receives the messages that are put back. Implementations are safe for use by many threads. */
@FunctionalInterface
public interface RedriveTarget {

  /**
   * Sends messages.
   *
   * @param letters the messages, at most {@value DeadLetterQueue#BATCH}
   * @return for each message, in order, null if it has arrived, and otherwise the reason why its
   *     arrival is not certain
   */
  List<@Nullable String> send(List<DeadLetter> letters);
}
