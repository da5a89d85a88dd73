package io.github.s3sync.lambda;

import com.amazonaws.services.lambda.runtime.Context;
import io.github.s3sync.S3Sync;
import io.github.s3sync.event.MessageBody;
import io.github.s3sync.outcome.SyncReport;
import java.util.List;
import java.util.Objects;

/** Runs the façade for an invocation of any trigger, and writes the log line and the metrics. */
final class InvocationRunner {

  private final S3Sync sync;
  private final EmbeddedMetrics metrics;

  InvocationRunner(S3Sync sync, EmbeddedMetrics metrics) {
    this.sync = Objects.requireNonNull(sync, "sync");
    this.metrics = metrics;
  }

  /** Handles the event of an invocation. */
  SyncReport handle(String event, Context context) {
    return handle(List.of(new MessageBody(null, event)), context).get(0);
  }

  /** Handles the messages of a queue; returns a report for each, in their order. */
  List<SyncReport> handle(List<MessageBody> messages, Context context) {
    List<SyncReport> reports = sync.handleMessages(messages, TimeLeft.deadline(context));
    InvocationLog.handled(reports);
    metrics.write(reports);
    return reports;
  }
}
