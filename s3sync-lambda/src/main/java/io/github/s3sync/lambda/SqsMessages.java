package io.github.s3sync.lambda;

import com.amazonaws.services.lambda.runtime.Context;
import io.github.s3sync.event.MessageBody;
import io.github.s3sync.outcome.CopyOutcome;
import io.github.s3sync.outcome.SyncReport;
import java.util.ArrayList;
import java.util.List;

/**
 * Copies the objects of all messages of one invocation together, and reports each message
 * separately.
 */
final class SqsMessages {

  private final InvocationRunner runner;
  private final Redelivery redelivery;

  SqsMessages(InvocationRunner runner, Redelivery redelivery) {
    this.runner = runner;
    this.redelivery = redelivery;
  }

  /**
   * Copies the objects of the messages.
   *
   * @return the ids of the messages that must be received again
   * @throws NotCopiedException if every message failed. With {@code ReportBatchItemFailures} an
   *     exception and a list of all ids mean the same; without it Lambda ignores the list and
   *     deletes the messages, but keeps them after an exception.
   */
  List<String> failures(List<SqsMessage> messages, Context context) {
    List<SyncReport> reports =
        runner.handle(
            messages.stream().map(m -> new MessageBody(m.id(), m.body())).toList(), context);
    List<FailedMessage> failed = new ArrayList<>();
    for (int i = 0; i < reports.size(); i++) {
      if (!reports.get(i).failed().isEmpty()) {
        failed.add(new FailedMessage(messages.get(i), reports.get(i)));
      }
    }
    if (failed.isEmpty()) {
      return List.of();
    }
    List<FailedMessage> reported = redelivery.settle(failed, TimeLeft.forAnswer(context));
    if (reported.isEmpty()) {
      return List.of();
    }
    InvocationLog.reported(reported);
    List<String> ids = reported.stream().map(f -> f.message().id()).toList();
    if (ids.size() == messages.size()) {
      throw new NotCopiedException(joined(reports), ids);
    }
    return ids;
  }

  private static SyncReport joined(List<SyncReport> reports) {
    List<CopyOutcome> outcomes = reports.stream().flatMap(r -> r.outcomes().stream()).toList();
    return new SyncReport(outcomes, reports.stream().mapToInt(SyncReport::setUpMessages).sum());
  }
}
