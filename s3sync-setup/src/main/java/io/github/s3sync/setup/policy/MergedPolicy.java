package io.github.s3sync.setup.policy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.policybuilder.iam.IamPolicy;

/**
 * Adds the statements of a policy to the existing ones of a bucket, queue or topic, since a command
 * that sets a policy replaces the whole one.
 *
 * @since 0.1.0
 */
public final class MergedPolicy {

  private static final ObjectMapper JSON = new ObjectMapper();

  private MergedPolicy() {}

  /**
   * Merges two policies. A statement of the existing policy that allows nothing beyond an added one
   * is replaced by it, so that a second merge changes nothing. Every other statement is kept,
   * including those of an earlier merge for another bucket or prefix. An added statement whose id
   * is in use gets a number. The version is 2012-10-17; with earlier versions policy variables are
   * literal text.
   *
   * @param existing the existing policy as JSON; null or empty if there is none
   * @param added the statements to add
   * @return the merged policy as JSON, on several lines
   * @throws IllegalArgumentException if the existing policy is not a JSON object with statements
   */
  public static String of(@Nullable String existing, IamPolicy added) {
    ObjectNode ours = read("policy", added.toJson());
    if (existing == null || existing.isBlank()) {
      return ours.toPrettyString();
    }
    ObjectNode merged = read("existing policy", existing);
    ArrayNode kept = JSON.createArrayNode();
    Set<String> ids = new HashSet<>();
    for (JsonNode statement : statements(merged)) {
      if (!isReplaced(statement, statements(ours))) {
        kept.add(statement);
        ids.add(statement.path("Sid").asText());
      }
    }
    for (JsonNode statement : statements(ours)) {
      ObjectNode copy = statement.deepCopy();
      String id = statement.path("Sid").asText();
      for (int number = 2; !ids.add(copy.path("Sid").asText()); number++) {
        copy.put("Sid", id + "N" + number);
      }
      kept.add(copy);
    }
    merged.put("Version", "2012-10-17");
    merged.set("Statement", kept);
    return merged.toPrettyString();
  }

  private static boolean isReplaced(JsonNode statement, ArrayNode ours) {
    for (JsonNode one : ours) {
      if (isWithin(statement, one)) {
        return true;
      }
    }
    return false;
  }

  /** Returns whether a statement provably allows nothing that the other does not allow. */
  private static boolean isWithin(JsonNode statement, JsonNode other) {
    return statement.path("Effect").equals(other.path("Effect"))
        && statement.path("Principal").equals(other.path("Principal"))
        && statement.size() == other.size() - (statement.has("Sid") ? 0 : 1)
        && isSubset(statement.path("Action"), other.path("Action"))
        && isSubset(statement.path("Resource"), other.path("Resource"))
        && isSubsetOfValues(statement.path("Condition"), other.path("Condition"));
  }

  /**
   * Returns whether the conditions are on the same keys, with no values beyond those of the other.
   */
  private static boolean isSubsetOfValues(JsonNode condition, JsonNode other) {
    if (condition.isMissingNode() || other.isMissingNode()) {
      return condition.isMissingNode() && other.isMissingNode();
    }
    if (condition.size() != other.size()) {
      return false;
    }
    for (var operator : condition.properties()) {
      JsonNode theirs = other.path(operator.getKey());
      if (operator.getValue().size() != theirs.size()) {
        return false;
      }
      for (var key : operator.getValue().properties()) {
        if (!isSubset(key.getValue(), theirs.path(key.getKey()))) {
          return false;
        }
      }
    }
    return true;
  }

  private static boolean isSubset(JsonNode texts, JsonNode others) {
    return !texts.isMissingNode() && texts(others).containsAll(texts(texts));
  }

  private static Set<String> texts(JsonNode oneOrMany) {
    Set<String> texts = new HashSet<>();
    if (oneOrMany.isArray()) {
      oneOrMany.forEach(one -> texts.add(one.asText()));
    } else if (!oneOrMany.isMissingNode()) {
      texts.add(oneOrMany.asText());
    }
    return texts;
  }

  private static ArrayNode statements(ObjectNode policy) {
    JsonNode statement = policy.path("Statement");
    ArrayNode list = JSON.createArrayNode();
    if (statement.isArray()) {
      statement.forEach(list::add);
    } else if (statement.isObject()) {
      list.add(statement);
    } else {
      throw new IllegalArgumentException("the existing policy has no Statement");
    }
    return list;
  }

  private static ObjectNode read(String what, String json) {
    try {
      if (JSON.readTree(json) instanceof ObjectNode object) {
        return object;
      }
      throw new IllegalArgumentException("the " + what + " is not a JSON object");
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("the " + what + " is not JSON", e);
    }
  }
}
