package io.github.s3sync.event;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.charset.StandardCharsets;

/** Parses the text of a body. What is wrong with it is described and never quoted. */
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
          // Otherwise the last one counts, and records in those before it are lost.
          .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
          .build();

  private JsonBody() {}

  static JsonNode parse(String body) {
    // A char is one to three bytes of UTF-8, so most bodies need no counting.
    if (body.length() > EventReader.MAX_BODY_BYTES
        || (body.length() > EventReader.MAX_BODY_BYTES / 3
            && body.getBytes(StandardCharsets.UTF_8).length > EventReader.MAX_BODY_BYTES)) {
      throw MalformedEventException.ofRecord(
          "body of over " + EventReader.MAX_BODY_BYTES + " bytes, the most that is read");
    }
    try {
      JsonNode root = JSON.readTree(withoutMark(body));
      if (root.isMissingNode()) {
        throw MalformedEventException.ofRecord("no S3 notification: the body is empty");
      }
      return root;
    } catch (JsonProcessingException e) {
      throw MalformedEventException.ofRecord(problem(e) + place(e));
    }
  }

  private static String withoutMark(String body) {
    return !body.isEmpty() && body.charAt(0) == BYTE_ORDER_MARK ? body.substring(1) : body;
  }

  /** The parser's own message quotes its input, which may hold what must not be logged. */
  private static String problem(JsonProcessingException e) {
    String message = String.valueOf(e.getOriginalMessage());
    if (e instanceof StreamConstraintsException) {
      return message.contains("nesting depth")
          ? "JSON nested deeper than " + EventReader.MAX_JSON_DEPTH + ", the most that is read"
          : "JSON with a number or name that is too long to be read";
    }
    return message.startsWith("Duplicate field")
        ? "JSON with a field given twice in one object, expected each field once"
        : "not JSON";
  }

  private static String place(JsonProcessingException e) {
    return e.getLocation() == null
        ? ""
        : ": line " + e.getLocation().getLineNr() + ", column " + e.getLocation().getColumnNr();
  }
}
