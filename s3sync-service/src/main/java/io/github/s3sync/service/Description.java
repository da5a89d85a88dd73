package io.github.s3sync.service;

import io.github.s3sync.config.Variables;
import io.github.s3sync.destination.Destination;
import io.github.s3sync.event.LogText;
import io.github.s3sync.rule.CopyRule;
import io.github.s3sync.rule.CopyRules;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Describes the configuration of a service, for the first line of its log. */
final class Description {

  private static final int MAX_RULES = 5;
  private static final int MAX_MAPPING_LENGTH = 200;

  private Description() {}

  static String of(Variables variables, CopyRules rules, @Nullable HealthEndpoint health) {
    String deadLetters = variables.text(Variables.DEAD_LETTER_QUEUE_URL);
    List<String> parts =
        List.of(
            "processing up to "
                + variables.concurrency()
                + " messages at once from "
                + variables.text(Variables.QUEUE_URL),
            "messages that can never succeed go "
                + (deadLetters == null
                    ? "to the dead-letter queue of the queue's redrive policy"
                    : "to " + deadLetters),
            health == null ? "no health endpoint" : "health on port " + health.port(),
            "rules: " + list(rules));
    return LogText.of(String.join("; ", parts));
  }

  private static String list(CopyRules rules) {
    int more = rules.rules().size() - MAX_RULES;
    return rules.rules().stream()
            .limit(MAX_RULES)
            .map(Description::one)
            .collect(Collectors.joining(", "))
        + (more > 0 ? " and " + more + " more" : "");
  }

  private static String one(CopyRule rule) {
    return "%s (s3://%s/%s to %s)"
        .formatted(
            rule.name(),
            rule.sourceBucket(),
            rule.prefix(),
            rule.destinations().stream().map(Description::one).collect(Collectors.joining(", ")));
  }

  /** Describes a destination with its key mapping, which is a common cause of errors. */
  private static String one(Destination to) {
    return to + "/" + LogText.of(to.key().toString(), MAX_MAPPING_LENGTH);
  }
}
