package io.github.s3sync.cli.redrive;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.github.s3sync.event.EventReader;
import io.github.s3sync.event.MalformedEventException;
import io.github.s3sync.event.Notification;
import io.github.s3sync.event.ObjectEvent;
import io.github.s3sync.key.KeyDecoder;
import io.github.s3sync.key.ObjectRef;
import io.github.s3sync.plan.CopyPlanner;
import io.github.s3sync.plan.Decision;
import io.github.s3sync.plan.FailureReason;
import io.github.s3sync.rule.CopyRules;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;

/**
 * Finds out why a message was given up, and for which rules and objects. Safe for use by many
 * threads.
 *
 * <p>The poller of s3sync states the reason and the rule in attributes. A function states the
 * number of failures for each reason in the message of its exception, which Lambda writes into the
 * record of an on-failure destination, or into an attribute for a dead-letter queue of the
 * function. SQS states nothing about a message that it moves.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-retain-records.html">The
 *     records and attributes of Lambda</a>
 */
public final class DeadLetterReader {

  /** The prefix of the attributes that the poller adds. */
  static final String ATTRIBUTES = "s3sync.";

  /** The field of a Lambda record that contains the event. */
  static final String REQUEST_PAYLOAD = "requestPayload";

  private static final String REASON = ATTRIBUTES + "reason";
  private static final String RULE = ATTRIBUTES + "rule";
  private static final String LAMBDA_ERROR = "ErrorMessage";

  /** The attributes that Lambda adds to a message in the dead-letter queue of a function. */
  private static final Set<String> LAMBDA_ATTRIBUTES =
      Set.of("RequestID", "ErrorCode", LAMBDA_ERROR);

  private static final Pattern COUNTED_REASON = Pattern.compile("\\b\\d+ ([A-Z][A-Z_]+)\\b");
  private static final JsonMapper JSON = new JsonMapper();

  private final EventReader reader = new EventReader();
  private final @Nullable CopyRules rules;
  private final @Nullable CopyPlanner planner;

  /**
   * Creates a reader.
   *
   * @param rules find the rules of messages that do not name a rule; null if there are none
   */
  public DeadLetterReader(@Nullable CopyRules rules) {
    this.rules = rules;
    this.planner = rules == null ? null : new CopyPlanner(rules);
  }

  DeadLetter read(Message message) {
    Notification notification = notification(message.body());
    boolean readable =
        notification != null
            && (!notification.events().isEmpty() || notification.setUpMessages() > 0);
    List<ObjectEvent> events = notification == null ? List.of() : notification.events();
    return new DeadLetter(
        message,
        readable,
        reasons(message, readable),
        ruleNames(message, events),
        events.stream().map(this::keyOf).toList());
  }

  /** Returns whether an attribute describes the failure, and not the message that failed. */
  static boolean describesFailure(String attribute) {
    return attribute.startsWith(ATTRIBUTES) || LAMBDA_ATTRIBUTES.contains(attribute);
  }

  private @Nullable Notification notification(String body) {
    try {
      return reader.read(body);
    } catch (MalformedEventException e) {
      return null;
    }
  }

  private Set<String> reasons(Message message, boolean readable) {
    String stated = attribute(message, REASON);
    if (stated != null) {
      return Set.of(stated);
    }
    if (!readable) {
      return Set.of(FailureReason.MALFORMED_EVENT.name());
    }
    String error = attribute(message, LAMBDA_ERROR);
    Set<String> reasons = error == null ? reasonsOfRecord(message.body()) : counted(error);
    return reasons.isEmpty() ? Set.of(DeadLetter.NOT_STATED) : reasons;
  }

  private static Set<String> reasonsOfRecord(String body) {
    JsonNode root = requestRecord(body);
    if (root == null) {
      return Set.of();
    }
    Set<String> reasons = counted(root.at("/responsePayload/errorMessage").asText());
    String condition = root.at("/requestContext/condition").asText();
    return reasons.isEmpty() && !condition.isEmpty() ? Set.of(condition) : reasons;
  }

  /** Returns the record of a Lambda destination; null if the body is something else. */
  static @Nullable JsonNode requestRecord(String body) {
    if (!body.contains(REQUEST_PAYLOAD)) {
      return null;
    }
    try {
      JsonNode root = JSON.readTree(body);
      return root.has(REQUEST_PAYLOAD) ? root : null;
    } catch (JsonProcessingException e) {
      return null;
    }
  }

  private static Set<String> counted(String error) {
    Set<String> reasons = new TreeSet<>();
    Matcher matcher = COUNTED_REASON.matcher(error);
    while (matcher.find()) {
      String name = matcher.group(1);
      if (Arrays.stream(FailureReason.values()).anyMatch(known -> known.name().equals(name))) {
        reasons.add(name);
      }
    }
    return reasons;
  }

  private Set<String> ruleNames(Message message, List<ObjectEvent> events) {
    String stated = attribute(message, RULE);
    if (stated != null) {
      return Set.of(stated);
    }
    Set<String> names = new TreeSet<>();
    if (planner != null) {
      for (ObjectEvent event : events) {
        for (Decision decision : planner.plan(event)) {
          String name = ruleOf(decision);
          if (name != null) {
            names.add(name);
          }
        }
      }
    }
    return names;
  }

  private static @Nullable String ruleOf(Decision decision) {
    return decision instanceof Decision.Copy copy
        ? copy.plan().rule().name()
        : decision instanceof Decision.Refuse refuse ? refuse.rule() : null;
  }

  /** Returns the object of an event; a key that cannot be decoded is returned as it is. */
  private DeadLetter.SourceKey keyOf(ObjectEvent event) {
    try {
      KeyDecoder decoder = rules == null ? null : rules.keyDecoder(event.bucket());
      ObjectRef object = KeyDecoder.objectOf(event, decoder);
      return new DeadLetter.SourceKey(object.bucket(), object.key());
    } catch (RuntimeException e) {
      return new DeadLetter.SourceKey(event.bucket(), event.rawKey());
    }
  }

  private static @Nullable String attribute(Message message, String name) {
    MessageAttributeValue value = message.messageAttributes().get(name);
    String text = value == null ? null : value.stringValue();
    return text == null || text.isEmpty() ? null : text;
  }
}
