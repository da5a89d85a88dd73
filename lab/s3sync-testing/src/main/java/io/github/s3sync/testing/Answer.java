package io.github.s3sync.testing;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A response to the client. */
record Answer(int status, Map<String, String> headers, Content body) {

  static Answer empty(int status) {
    return new Answer(status, Map.of(), Content.EMPTY);
  }

  static Answer xml(String root, Consumer<XmlWriter> body) {
    return new Answer(
        200, Map.of("content-type", "application/xml"), XmlWriter.document(root, body));
  }

  static Answer error(int status, String code, String message, Map<String, String> details) {
    Answer xml =
        xml(
            "Error",
            error -> {
              error.text("Code", code).text("Message", message);
              details.forEach(error::text);
              error.text("RequestId", "FAKE");
            });
    return new Answer(status, xml.headers, xml.body);
  }

  Answer with(Map<String, String> more) {
    Map<String, String> all = new LinkedHashMap<>(headers);
    all.putAll(more);
    return new Answer(status, all, body);
  }

  Answer with(String name, @Nullable String value) {
    return value == null ? this : with(Map.of(name, value));
  }
}
