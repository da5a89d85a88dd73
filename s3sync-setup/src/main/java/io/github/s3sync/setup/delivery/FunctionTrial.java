package io.github.s3sync.setup.delivery;

import io.github.s3sync.event.Internal;
import io.github.s3sync.setup.finding.Check;
import io.github.s3sync.setup.finding.Findings;
import io.github.s3sync.setup.finding.Severity;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.EventSourceMappingConfiguration;
import software.amazon.awssdk.services.lambda.model.FunctionResponseType;
import software.amazon.awssdk.services.lambda.model.GetFunctionConfigurationResponse;
import software.amazon.awssdk.services.lambda.model.ResourceNotFoundException;

/**
 * Checks the function, and how Lambda polls the queue for it.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling.html">Handling
 *     errors for an SQS event source in Lambda</a>
 * @since 0.1.0
 */
@Internal
public final class FunctionTrial {

  private static final int TIMEOUTS = 6;

  private static final List<String> RULE_VARIABLES =
      List.of("S3SYNC_RULES", "S3SYNC_SOURCE", "S3SYNC_DESTINATION");

  private final LambdaClient client;
  private final String name;
  private final Map<String, String> expected;

  /**
   * Creates the check.
   *
   * @param client reads the configuration of the function
   * @param name the name or ARN of the function
   * @param expected the variables that the rules were read from; empty if they are not compared
   */
  public FunctionTrial(LambdaClient client, String name, Map<String, String> expected) {
    this.client = client;
    this.name = name;
    this.expected = Map.copyOf(expected);
  }

  /**
   * Checks the function.
   *
   * @param queue the queue that it handles; null if none was checked
   * @param findings receives the findings
   */
  public void run(QueueTrial.@Nullable Queue queue, Findings findings) {
    List<EventSourceMappingConfiguration> mappings = null;
    SdkException notListed = null;
    try {
      mappings = mappings(queue);
    } catch (SdkException e) {
      notListed = e;
    }
    String alias = mappings == null ? null : alias(mappings);
    String invoked = alias == null ? name : name + ":" + alias;
    try {
      GetFunctionConfigurationResponse function =
          client.getFunctionConfiguration(r -> r.functionName(name).qualifier(alias));
      if (queue != null && function.timeout() != null) {
        timeout(queue, Duration.ofSeconds(function.timeout()), findings);
      }
      if (!expected.isEmpty()) {
        variables(invoked, function, findings);
      }
    } catch (ResourceNotFoundException e) {
      add(findings, Severity.ERROR, invoked, "does not exist: " + e.getMessage());
      return;
    } catch (SdkException e) {
      cannotLook(findings, "lambda:GetFunctionConfiguration", e);
    }
    Integer reserved = null;
    try {
      reserved =
          client
              .getFunctionConcurrency(r -> r.functionName(unqualified(name)))
              .reservedConcurrentExecutions();
    } catch (SdkException e) {
      cannotLook(findings, "lambda:GetFunctionConcurrency", e);
    }
    if (reserved != null && reserved == 0) {
      add(findings, Severity.ERROR, name, "has a reserved concurrency of 0: it is never invoked");
    }
    if (notListed != null) {
      cannotLook(findings, "lambda:ListEventSourceMappings", notListed);
    } else if (mappings != null) {
      judge(mappings, queue, reserved, findings);
    }
  }

  /**
   * Returns the version or alias that messages invoke and that the name does not contain, or null.
   * Without it, the name means {@code $LATEST}, which a mapping of an alias does not invoke.
   */
  private @Nullable String alias(List<EventSourceMappingConfiguration> mappings) {
    return mappings.stream()
        .map(mapping -> qualifier(String.valueOf(mapping.functionArn())))
        .filter(qualifier -> !qualifier.isEmpty() && qualifier(name).isEmpty())
        .findFirst()
        .orElse(null);
  }

  /** Compares the variables that the rules were read from with the variables of the function. */
  private void variables(
      String invoked, GetFunctionConfigurationResponse function, Findings findings) {
    Map<String, String> actual =
        function.environment() == null ? Map.of() : function.environment().variables();
    List<String> differing =
        RULE_VARIABLES.stream()
            .filter(
                variable ->
                    !expected.getOrDefault(variable, "").equals(actual.getOrDefault(variable, "")))
            .toList();
    String rules = "S3SYNC_RULES";
    if (differing.isEmpty()) {
      add(
          findings,
          Severity.OK,
          invoked,
          "has the variables that the checked rules were read from");
    } else if (differing.contains(rules)
        && actual.containsKey(rules)
        && expected.containsKey(rules)) {
      add(
          findings,
          Severity.UNKNOWN,
          invoked,
          "reads its rules from another place than this check; whether they are equal is not"
              + " checked");
    } else {
      add(
          findings,
          Severity.WARNING,
          invoked,
          "has other values than the checked rules for " + String.join(", ", differing));
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
              + ": Lambda accepts no queue whose messages become visible while they are handled");
    } else if (hidden.compareTo(timeout.multipliedBy(TIMEOUTS)) < 0) {
      findings.add(
          Severity.WARNING,
          Check.QUEUE,
          null,
          queue.url(),
          compared
              + ", expected six times that, so that throttled messages are not received early");
    } else {
      findings.add(Severity.OK, Check.QUEUE, null, queue.url(), compared);
    }
  }

  private void judge(
      List<EventSourceMappingConfiguration> mappings,
      QueueTrial.@Nullable Queue queue,
      @Nullable Integer reserved,
      Findings findings) {
    String qualifier = qualifier(name);
    List<EventSourceMappingConfiguration> invoking =
        mappings.stream()
            .filter(
                mapping ->
                    qualifier.isEmpty()
                        || qualifier(String.valueOf(mapping.functionArn())).equals(qualifier))
            .toList();
    if (mappings.isEmpty() && queue != null) {
      String message = "has no event source mapping of " + queue.url();
      add(findings, Severity.ERROR, name, message);
    } else if (mappings.isEmpty()) {
      String message =
          "has no event source mapping of any queue under this name; one of an alias is shown with"
              + " the queue, or by name:alias";
      add(findings, Severity.UNKNOWN, name, message);
    } else if (invoking.isEmpty()) {
      String message =
          "has no event source mapping for '"
              + qualifier
              + "'; the queue's mapping invokes "
              + mappings.get(0).functionArn();
      add(findings, Severity.ERROR, name, message);
    }
    invoking.forEach(mapping -> judge(mapping, reserved, findings));
  }

  /**
   * Returns the mappings of SQS queues for the function, whatever its qualifier. Whether Lambda
   * lists the mappings of an alias under the function's name is not documented, but it lists all
   * mappings of a queue.
   */
  private List<EventSourceMappingConfiguration> mappings(QueueTrial.@Nullable Queue queue) {
    Stream<EventSourceMappingConfiguration> listed =
        queue == null
            ? client
                .listEventSourceMappingsPaginator(r -> r.functionName(name))
                .eventSourceMappings()
                .stream()
            : client
                .listEventSourceMappingsPaginator(r -> r.eventSourceArn(queue.arn()))
                .eventSourceMappings()
                .stream()
                .filter(mapping -> unqualified(mapping.functionArn()).equals(unqualified(name)));
    return listed
        .filter(mapping -> String.valueOf(mapping.eventSourceArn()).contains(":sqs:"))
        .toList();
  }

  /** The version or alias of {@code name:alias} or its ARN; empty without one. */
  private static String qualifier(String function) {
    String[] parts = function.replaceFirst("^.*function:", "").split(":", 2);
    return parts.length < 2 ? "" : parts[1];
  }

  /** The name alone of {@code name}, {@code name:alias} or an ARN of either. */
  private static String unqualified(String function) {
    return function.replaceFirst("^.*function:", "").replaceFirst(":.*", "");
  }

  private void judge(
      EventSourceMappingConfiguration mapping, @Nullable Integer reserved, Findings findings) {
    String subject = name + " from " + mapping.eventSourceArn();
    if (!mapping
        .functionResponseTypes()
        .contains(FunctionResponseType.REPORT_BATCH_ITEM_FAILURES)) {
      add(
          findings,
          Severity.ERROR,
          subject,
          "the event source mapping has no ReportBatchItemFailures: Lambda ignores which messages"
              + " failed, and deletes them");
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
    if (mapping.filterCriteria() != null && !mapping.filterCriteria().filters().isEmpty()) {
      add(
          findings,
          Severity.WARNING,
          subject,
          "the event source mapping has FilterCriteria: Lambda deletes each message that they do"
              + " not match, and its object is not copied");
    }
    Integer most =
        mapping.scalingConfig() == null ? null : mapping.scalingConfig().maximumConcurrency();
    if (most != null && reserved != null && reserved > 0 && most > reserved) {
      add(
          findings,
          Severity.WARNING,
          subject,
          "the event source mapping has a maximum concurrency of "
              + most
              + ", and the function a reserved concurrency of "
              + reserved
              + ": messages are throttled and can reach the dead-letter queue");
    }
    String result = mapping.lastProcessingResult();
    if (result != null && result.startsWith("PROBLEM")) {
      add(findings, Severity.WARNING, subject, "Lambda reports: " + result);
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
        "cannot be checked, which requires " + action + ": " + e.getMessage());
  }
}
