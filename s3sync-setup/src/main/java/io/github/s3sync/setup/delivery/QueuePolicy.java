package io.github.s3sync.setup.delivery;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Evaluates whether a queue's policy lets a service send messages to it. A condition that cannot be
 * evaluated here, such as one on an unknown key, gives {@link Answer#UNKNOWN}.
 *
 * @see <a href=
 *     "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html">Policy
 *     evaluation logic</a>
 */
final class QueuePolicy {

  private static final String SEND = "sqs:sendmessage";

  private final JsonNode policy;
  private final String queueArn;

  QueuePolicy(JsonNode policy, String queueArn) {
    this.policy = policy;
    this.queueArn = queueArn;
  }

  /** The result of the evaluation. */
  enum Answer {
    /** A statement allows it and none denies it. */
    ALLOWED,
    /** A statement denies it. */
    DENIED,
    /** No statement allows it. */
    NOT_ALLOWED,
    /** It depends on a condition that is not evaluated here. */
    UNKNOWN
  }

  Answer evaluate(Sender sender) {
    Match denied = any("Deny", sender);
    Match allowed = any("Allow", sender);
    if (denied == Match.YES) {
      return Answer.DENIED;
    }
    if (allowed == Match.NO) {
      return Answer.NOT_ALLOWED;
    }
    return allowed == Match.YES && denied == Match.NO ? Answer.ALLOWED : Answer.UNKNOWN;
  }

  private Match any(String effect, Sender sender) {
    Match best = Match.NO;
    for (JsonNode statement : list(policy.path("Statement"))) {
      if (statement.path("Effect").asText().equals(effect)) {
        best = best.or(matches(statement, sender));
      }
    }
    return best;
  }

  private Match matches(JsonNode statement, Sender sender) {
    Match action = element(statement, "Action", a -> glob(a.toLowerCase(Locale.ROOT), SEND));
    Match resource = element(statement, "Resource", r -> glob(r, queueArn));
    Match conditions = new Conditions(sender).match(statement.path("Condition"));
    return action.and(resource).and(principal(statement, sender)).and(conditions);
  }

  private static Match element(JsonNode statement, String name, Predicate<String> test) {
    if (statement.has("Not" + name)) {
      return Match.of(texts(statement.path("Not" + name)).stream().noneMatch(test));
    }
    return Match.of(texts(statement.path(name)).stream().anyMatch(test));
  }

  private static Match principal(JsonNode statement, Sender sender) {
    if (statement.has("NotPrincipal")) {
      return Match.MAYBE;
    }
    JsonNode principal = statement.path("Principal");
    if (principal.isTextual()) {
      return Match.of(principal.asText().equals("*"));
    }
    boolean everybody = texts(principal.path("AWS")).contains("*");
    return Match.of(everybody || texts(principal.path("Service")).contains(sender.service()));
  }

  private static List<JsonNode> list(JsonNode node) {
    List<JsonNode> list = new ArrayList<>();
    if (node.isArray()) {
      node.forEach(list::add);
    } else if (!node.isMissingNode()) {
      list.add(node);
    }
    return list;
  }

  private static List<String> texts(JsonNode node) {
    return list(node).stream().map(JsonNode::asText).toList();
  }

  /** Matches a pattern with {@code *} and {@code ?} in time linear in both lengths' product. */
  static boolean glob(String pattern, String text) {
    int p = 0;
    int t = 0;
    int star = -1;
    int after = 0;
    while (t < text.length()) {
      if (p < pattern.length() && pattern.charAt(p) == '*') {
        star = p++;
        after = t;
      } else if (p < pattern.length()
          && (pattern.charAt(p) == '?' || pattern.charAt(p) == text.charAt(t))) {
        p++;
        t++;
      } else if (star >= 0) {
        p = star + 1;
        t = ++after;
      } else {
        return false;
      }
    }
    while (p < pattern.length() && pattern.charAt(p) == '*') {
      p++;
    }
    return p == pattern.length();
  }

  /** The result of a comparison; {@code MAYBE} if it cannot be determined. */
  private enum Match {
    NO,
    MAYBE,
    YES;

    static Match of(boolean holds) {
      return holds ? YES : NO;
    }

    Match and(Match other) {
      return compareTo(other) < 0 ? this : other;
    }

    Match or(Match other) {
      return compareTo(other) > 0 ? this : other;
    }

    Match not() {
      return switch (this) {
        case NO -> YES;
        case MAYBE -> MAYBE;
        case YES -> NO;
      };
    }
  }

  /** The conditions of a statement, all of which must hold. */
  private record Conditions(Sender sender) {

    Match match(JsonNode conditions) {
      Match all = Match.YES;
      for (var operator : conditions.properties()) {
        for (var key : operator.getValue().properties()) {
          all = all.and(match(operator.getKey(), key.getKey(), texts(key.getValue())));
        }
      }
      return all;
    }

    private Match match(String operator, String key, List<String> values) {
      String actual = actual(key.toLowerCase(Locale.ROOT));
      if (actual == null || values.stream().anyMatch(value -> value.contains("${"))) {
        return Match.MAYBE;
      }
      String name = operator.toLowerCase(Locale.ROOT).replaceFirst("ifexists$", "");
      return switch (name) {
        case "stringequals", "bool" -> anyOf(values, value -> value.equals(actual));
        case "stringequalsignorecase" -> anyOf(values, value -> value.equalsIgnoreCase(actual));
        case "stringlike", "arnlike", "arnequals" -> anyOf(values, value -> glob(value, actual));
        case "stringnotequals" -> anyOf(values, value -> value.equals(actual)).not();
        case "stringnotlike", "arnnotlike", "arnnotequals" ->
            anyOf(values, value -> glob(value, actual)).not();
        default -> Match.MAYBE;
      };
    }

    private static Match anyOf(List<String> values, Predicate<String> test) {
      return Match.of(values.stream().anyMatch(test));
    }

    /** The value of a condition key in a request of the sender; null if it is not known. */
    private @Nullable String actual(String key) {
      return switch (key) {
        case "aws:sourcearn" -> sender.resource();
        case "aws:sourceaccount" -> sender.account();
        case "aws:securetransport", "aws:principalisawsservice" -> "true";
        case "aws:principalservicename" -> sender.service();
        default -> null;
      };
    }
  }
}
