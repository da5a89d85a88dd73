package io.github.s3sync.policy;

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
 * Adds the statements of a policy to those that a bucket, queue or topic has, since a command that
 * sets a policy replaces the whole one.
 *
 * @since 0.1.0
 */
public final class MergedPolicy {

  private static final ObjectMapper JSON = new ObjectMapper();

  private MergedPolicy() {}

  /**
   * Merges two policies. A statement of the existing policy with the id and the principal of an
   * added one is replaced, so that merging again changes nothing; an id that another statement has
   * gets a number.
   *
   * @param existing the policy that is there, as JSON; null or empty if there is none
   * @param added the statements to add
   * @return the merged policy as JSON, on several lines
   * @throws IllegalArgumentException if the existing policy is not a JSON object with statements
   */
  public static String of(@Nullable String existing, IamPolicy added) {
    ObjectNode ours = read("policy", added.toJson());
    if (existing == null || existing.isBlank()) {
      return text(ours);
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
    merged.set("Statement", kept);
    return text(merged);
  }

  /** A statement of an earlier merge has the same id, or the id with a number. */
  private static boolean isReplaced(JsonNode statement, ArrayNode ours) {
    String id = statement.path("Sid").asText().replaceFirst("N[0-9]+$", "");
    for (JsonNode one : ours) {
      if (one.path("Sid").asText().equals(id)
          && one.path("Principal").equals(statement.path("Principal"))) {
        return true;
      }
    }
    return false;
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

  private static String text(ObjectNode json) {
    try {
      return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(json);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a JSON tree can always be written", e);
    }
  }
}
