package io.github.s3sync.cli.output;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.github.s3sync.key.ObjectRef;
import java.util.ArrayList;
import java.util.List;

/** Writes JSON in the format of the commands. */
public final class Json {

  public static final JsonMapper MAPPER = new JsonMapper();

  private static final ObjectWriter PRETTY =
      MAPPER.writer(
          new DefaultPrettyPrinter().withArrayIndenter(DefaultIndenter.SYSTEM_LINEFEED_INSTANCE));

  private Json() {}

  public static String text(JsonNode json) {
    try {
      return PRETTY.writeValueAsString(json);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("JSON nodes are always written", e);
    }
  }

  /** Returns an object's URI with the key unchanged; for people, keys are escaped. */
  public static String uri(ObjectRef object) {
    return "s3://" + object.bucket() + "/" + object.key();
  }

  /** Returns the elements of an array, or the node itself if it is not one. */
  public static List<JsonNode> list(JsonNode node) {
    List<JsonNode> list = new ArrayList<>();
    if (node.isArray()) {
      node.forEach(list::add);
    } else if (!node.isMissingNode()) {
      list.add(node);
    }
    return list;
  }

  public static JsonNode read(String json) {
    try {
      return MAPPER.readTree(json);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("not valid JSON: " + json, e);
    }
  }
}
