package io.github.s3sync.lambda;

import io.github.s3sync.S3Sync;
import io.github.s3sync.copy.Deadline;
import io.github.s3sync.event.MalformedEventException;
import io.github.s3sync.outcome.SyncReport;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The messages of one invocation: copied together, judged one by one. */
final class SqsMessages {

  private final List<String> ids = new ArrayList<>();
  private final List<String> bodies = new ArrayList<>();

  /**
   * Takes a message.
   *
   * @throws MalformedEventException if it has no id: without one its failure could not be reported,
   *     and an empty one in the answer fails the whole batch anyway
   */
  void add(@Nullable String messageId, @Nullable String body) {
    if (messageId == null || messageId.isBlank()) {
      throw new MalformedEventException(
          "Records[" + ids.size() + "].messageId is missing or empty, expected a string");
    }
    ids.add(messageId);
    bodies.add(body == null ? "" : body);
  }

  /** Copies what all messages ask for and tells which of them must come again. */
  List<String> failures(S3Sync sync, EmbeddedMetrics metrics, Deadline deadline) {
    List<SyncReport> reports = sync.handleAll(bodies, deadline);
    InvocationLog.handled(reports);
    metrics.write(reports);
    List<String> failures = new ArrayList<>();
    for (int i = 0; i < reports.size(); i++) {
      if (!reports.get(i).failed().isEmpty()) {
        failures.add(ids.get(i));
      }
    }
    return failures;
  }
}
