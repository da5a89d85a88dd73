package io.github.s3sync.check;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.EventSourceMappingConfiguration;
import software.amazon.awssdk.services.lambda.model.FunctionResponseType;
import software.amazon.awssdk.services.lambda.model.ResourceNotFoundException;

/**
 * How Lambda takes from the queue.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling.html">Handling
 *     errors for an SQS event source in Lambda</a>
 */
final class FunctionTrial {

  private static final int TIMEOUTS = 6;

  private final LambdaClient client;
  private final String name;

  FunctionTrial(LambdaClient client, String name) {
    this.client = client;
    this.name = name;
  }

  void run(QueueTrial.@Nullable Queue queue, Findings findings) {
    try {
      Integer timeout = client.getFunctionConfiguration(r -> r.functionName(name)).timeout();
      if (queue != null && timeout != null) {
        timeout(queue, Duration.ofSeconds(timeout), findings);
      }
    } catch (ResourceNotFoundException e) {
      add(findings, Severity.ERROR, name, "does not exist: " + e.getMessage());
      return;
    } catch (SdkException e) {
      cannotLook(findings, "lambda:GetFunctionConfiguration", e);
    }
    try {
      mappings(queue, findings);
    } catch (SdkException e) {
      cannotLook(findings, "lambda:ListEventSourceMappings", e);
    }
  }

  private void timeout(QueueTrial.Queue queue, Duration timeout, Findings findings) {
    Duration hidden = queue.visibilityTimeout();
    String compared = "hides messages for " + hidden + ", and the function's timeout is " + timeout;
    if (hidden.compareTo(timeout) < 0) {
      findings.add(
          Severity.ERROR,
          Check.QUEUE,
          null,
          queue.url(),
          compared
              + ": Lambda takes from no queue that shows messages again while they are handled");
    } else if (hidden.compareTo(timeout.multipliedBy(TIMEOUTS)) < 0) {
      findings.add(
          Severity.WARNING,
          Check.QUEUE,
          null,
          queue.url(),
          compared
              + ", expected six times that, so that what is throttled does not come again early");
    } else {
      findings.add(Severity.OK, Check.QUEUE, null, queue.url(), compared);
    }
  }

  private void mappings(QueueTrial.@Nullable Queue queue, Findings findings) {
    List<EventSourceMappingConfiguration> mappings =
        listed(queue).filter(m -> String.valueOf(m.eventSourceArn()).contains(":sqs:")).toList();
    if (mappings.isEmpty() && queue != null) {
      String message = "has no event source mapping of " + queue.url();
      add(findings, Severity.ERROR, name, message);
    } else if (mappings.isEmpty()) {
      String message =
          "has no event source mapping of any queue under this name; one of an alias is shown with"
              + " the queue, or by name:alias";
      add(findings, Severity.UNKNOWN, name, message);
    }
    mappings.forEach(mapping -> judge(mapping, findings));
  }

  /**
   * Whether Lambda lists the mappings of an alias under the function's name is not documented; all
   * of a queue it lists, whoever takes from it.
   */
  private Stream<EventSourceMappingConfiguration> listed(QueueTrial.@Nullable Queue queue) {
    if (queue == null) {
      return client
          .listEventSourceMappingsPaginator(r -> r.functionName(name))
          .eventSourceMappings()
          .stream();
    }
    return client
        .listEventSourceMappingsPaginator(r -> r.eventSourceArn(queue.arn()))
        .eventSourceMappings()
        .stream()
        .filter(mapping -> unqualified(mapping.functionArn()).equals(unqualified(name)));
  }

  /** The name alone of {@code name}, {@code name:alias} or an ARN of either. */
  private static String unqualified(String function) {
    return function.replaceFirst("^.*function:", "").replaceFirst(":.*", "");
  }

  private void judge(EventSourceMappingConfiguration mapping, Findings findings) {
    String subject = name + " from " + mapping.eventSourceArn();
    if (!mapping
        .functionResponseTypes()
        .contains(FunctionResponseType.REPORT_BATCH_ITEM_FAILURES)) {
      add(
          findings,
          Severity.ERROR,
          subject,
          "the event source mapping has no ReportBatchItemFailures: Lambda takes no notice of which"
              + " messages failed, and deletes them");
    } else {
      add(findings, Severity.OK, subject, "failed messages are kept");
    }
    String state = String.valueOf(mapping.state());
    if (!state.equals("Enabled")) {
      boolean off = state.startsWith("Disabl");
      add(
          findings,
          off ? Severity.ERROR : Severity.WARNING,
          subject,
          "the event source mapping is " + state + ", expected Enabled");
    }
  }

  private static void add(Findings findings, Severity severity, String subject, String message) {
    findings.add(severity, Check.FUNCTION, null, subject, message);
  }

  private void cannotLook(Findings findings, String action, SdkException e) {
    add(
        findings,
        Severity.UNKNOWN,
        name,
        "cannot be looked at, which takes " + action + ": " + e.getMessage());
  }
}
