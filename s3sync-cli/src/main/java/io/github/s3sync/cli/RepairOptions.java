package io.github.s3sync.cli;

import io.github.s3sync.cli.option.UsageException;
import io.github.s3sync.config.Variables;
import io.github.s3sync.event.LogText;
import io.github.s3sync.reconcile.HintRepair;
import io.github.s3sync.reconcile.ReconcilerBuilder;
import io.github.s3sync.service.ConfiguredClient;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.InvalidAddressException;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;
import software.amazon.awssdk.services.sqs.model.QueueDoesNotExistException;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchRequestEntry;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchResponse;
import software.amazon.awssdk.services.sqs.model.SqsException;

/** Contains the options for repairing differences. */
final class RepairOptions {

  @Option(
      names = "--dry-run",
      description = "Print the copies and deletes that a run would make, and make none.")
  private boolean dryRun;

  @Option(
      names = "--queue",
      paramLabel = "URL",
      description =
          "Send messages to this SQS standard queue, whose consumer repairs the differences,"
              + " instead of repairing them here.")
  private @Nullable String queue;

  /**
   * Returns the sender of the messages, if a queue is given; the caller closes it.
   *
   * @param environment the environment variables, with the endpoint and the credentials of SQS
   */
  Hints hints(Map<String, String> environment) {
    if (dryRun && queue != null) {
      throw new UsageException("--dry-run and --queue are both given, expected one of them");
    }
    if (queue != null && !queue.matches("https?://.+/.+")) {
      throw new UsageException("--queue is '" + queue + "', expected the URL of a queue");
    }
    StandardQueue.require(
        "--queue", queue, "S3 cannot send events to it, so it is not the queue of a consumer");
    return new Hints(dryRun, queue, new Variables(environment));
  }

  /** Sends the messages of one run. */
  static final class Hints implements AutoCloseable {

    private final boolean dryRun;
    private final @Nullable SqsClient sqs;
    private final @Nullable HintRepair repair;
    private volatile @Nullable String problem;

    private Hints(boolean dryRun, @Nullable String queue, Variables variables) {
      this.dryRun = dryRun;
      SqsClient client =
          queue == null
              ? null
              : ConfiguredClient.of(SqsClient.builder(), "AWS_ENDPOINT_URL_SQS", variables);
      this.sqs = client;
      this.repair =
          client == null || queue == null
              ? null
              : new HintRepair(bodies -> send(client, queue, bodies));
      if (client != null && queue != null) {
        check(client, queue);
      }
    }

    /** Refuses a queue that does not exist, before the run starts. */
    private static void check(SqsClient sqs, String queue) {
      try {
        sqs.getQueueAttributes(r -> r.queueUrl(queue).attributeNames(QueueAttributeName.QUEUE_ARN));
      } catch (QueueDoesNotExistException | InvalidAddressException e) {
        sqs.close();
        throw new UsageException(
            "--queue is '" + queue + "', which does not exist, expected the URL of a queue", e);
      } catch (SqsException e) {
        // Sending messages needs no permission to read the queue's attributes.
      } catch (RuntimeException e) {
        sqs.close();
        throw e;
      }
    }

    void set(ReconcilerBuilder builder) {
      if (dryRun) {
        builder.dryRun();
      }
      if (repair != null) {
        builder.repair(repair);
      }
    }

    /** Sends the remaining messages; prints whether all messages were sent, and returns it. */
    boolean isDone(PrintWriter err) {
      if (repair == null || repair.flush()) {
        return true;
      }
      err.printf(
          Locale.ROOT,
          "s3sync: the messages of %,d objects may not have been sent to the queue, although they"
              + " count as queued: %s%n",
          repair.failed(),
          problem);
      return false;
    }

    @Override
    public void close() {
      if (sqs != null) {
        sqs.close();
      }
    }

    private void send(SqsClient sqs, String queue, List<String> bodies) {
      try {
        sendAll(sqs, queue, bodies);
      } catch (RuntimeException e) {
        problem = LogText.of(String.valueOf(e.getMessage()));
        throw e;
      }
    }

    private static void sendAll(SqsClient sqs, String queue, List<String> bodies) {
      List<SendMessageBatchRequestEntry> entries = new ArrayList<>();
      for (String body : bodies) {
        entries.add(
            SendMessageBatchRequestEntry.builder()
                .id(Integer.toString(entries.size()))
                .messageBody(body)
                .build());
      }
      SendMessageBatchResponse answer =
          sqs.sendMessageBatch(r -> r.queueUrl(queue).entries(entries));
      if (answer.successful().size() < entries.size()) {
        throw new IllegalStateException(
            (entries.size() - answer.successful().size())
                + " of "
                + entries.size()
                + " messages were not sent: "
                + answer.failed());
      }
    }
  }
}
