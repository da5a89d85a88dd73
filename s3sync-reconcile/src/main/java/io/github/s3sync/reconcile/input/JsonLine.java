package io.github.s3sync.reconcile.input;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import org.jspecify.annotations.Nullable;

/** Parses a line with a JSON object. */
final class JsonLine implements ReportLines.Format {

  private static final ObjectReader JSON =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build()
          .reader();

  @Override
  public ReportLines.Row parse(String line) {
    JsonNode json;
    try {
      json = JSON.readTree(line);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(
          "not JSON at column "
              + (e.getLocation() == null ? 1 : e.getLocation().getColumnNr())
              + ", expected one JSON object",
          e);
    }
    if (!json.isObject()) {
      throw new IllegalArgumentException("not a JSON object, expected one JSON object");
    }
    return new ReportLines.Row(
        text(json, "/verdict"),
        text(json, "/reason"),
        text(json, "/rule"),
        text(json, "/source/bucket"),
        text(json, "/source/key"),
        text(json, "/replica/bucket"),
        text(json, "/replica/key"));
  }

  private static @Nullable String text(JsonNode json, String path) {
    JsonNode node = json.at(path);
    if (node.isMissingNode() || node.isNull()) {
      return null;
    }
    if (!node.isTextual()) {
      throw new IllegalArgumentException(
          path + " is " + ReportLines.shortened(node.toString()) + ", expected a text");
    }
    return node.textValue();
  }
}
