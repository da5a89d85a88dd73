package io.github.s3sync.event;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.charset.StandardCharsets;

/** Parses the text of a body. Error messages describe the text but never quote it. */
final class JsonBody {

  private static final char BYTE_ORDER_MARK = '\uFEFF';

  private static final JsonMapper JSON =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxNestingDepth(EventReader.MAX_JSON_DEPTH)
                          .maxStringLength(EventReader.MAX_BODY_BYTES)
                          .maxNumberLength(100)
                          .build())
                  .build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          // Otherwise the last one wins, and the records in the earlier ones are lost.
          .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
          .build();

  private JsonBody() {}

  static JsonNode parse(String body) {
    // A char is one to three bytes of UTF-8, so most bodies need not be counted.
    if (body.length() > EventReader.MAX_BODY_BYTES
        || (body.length() > EventReader.MAX_BODY_BYTES / 3
            && body.getBytes(StandardCharsets.UTF_8).length > EventReader.MAX_BODY_BYTES)) {
      throw MalformedEventException.ofRecord(
          "the body has over " + EventReader.MAX_BODY_BYTES + " bytes, the maximum");
    }
    try {
      JsonNode root = JSON.readTree(withoutMark(body));
      if (root.isMissingNode()) {
        throw MalformedEventException.ofRecord("not an S3 notification: the body is empty");
      }
      return root;
    } catch (JsonProcessingException e) {
      throw MalformedEventException.ofRecord(problem(e) + place(e));
    }
  }

  private static String withoutMark(String body) {
    return !body.isEmpty() && body.charAt(0) == BYTE_ORDER_MARK ? body.substring(1) : body;
  }

  /**
   * Describes the problem. The parser's message is not used, because it quotes input that may not
   * be logged.
   */
  private static String problem(JsonProcessingException e) {
    String message = String.valueOf(e.getOriginalMessage());
    if (e instanceof StreamConstraintsException) {
      return message.contains("nesting depth")
          ? "the JSON is nested deeper than " + EventReader.MAX_JSON_DEPTH + " levels, the maximum"
          : "the JSON contains a number or name that is too long";
    }
    return message.startsWith("Duplicate field")
        ? "the JSON repeats a field in one object, expected each field once"
        : "the body is not JSON";
  }

  private static String place(JsonProcessingException e) {
    return e.getLocation() == null
        ? ""
        : ": line " + e.getLocation().getLineNr() + ", column " + e.getLocation().getColumnNr();
  }
}
