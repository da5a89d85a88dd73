package io.github.s3sync.testing;

import java.util.Collections;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A parsed request.
 *
 * @param bucket the empty string if the request names none
 * @param key the empty string if the request names none
 * @param headers lower-case names; trailers included
 * @param body without aws-chunked framing
 */
record S3Request(
    String operation,
    String bucket,
    String key,
    Map<String, String> query,
    Map<String, String> headers,
    Content body,
    String accessKeyId) {

  @Nullable String header(String name) {
    return headers.get(name);
  }

  String header(String name, String otherwise) {
    String value = headers.get(name);
    return value == null ? otherwise : value;
  }

  @Nullable String query(String name) {
    return query.get(name);
  }

  String query(String name, String otherwise) {
    String value = query.get(name);
    return value == null ? otherwise : value;
  }

  int number(String name, int otherwise) {
    String value = query.get(name);
    try {
      return value == null ? otherwise : Integer.parseInt(value);
    } catch (NumberFormatException e) {
      throw Refusal.invalidArgument("Provided " + name + " not an integer");
    }
  }

  S3Request withHeaders(Map<String, String> others) {
    return new S3Request(operation, bucket, key, query, others, body, accessKeyId);
  }

  RecordedRequest recorded() {
    return new RecordedRequest(
        operation,
        bucket,
        key,
        Collections.unmodifiableMap(query),
        Collections.unmodifiableMap(headers));
  }
}
