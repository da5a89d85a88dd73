package io.github.s3sync.testing;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.net.URI;
import java.util.Collections;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads a request from the connection; path style only, with the raw path byte for byte. */
final class RequestReader {

  private static final Pattern CREDENTIAL = Pattern.compile("Credential=([^/,]+)/");

  private RequestReader() {}

  static S3Request read(HttpExchange exchange) throws IOException {
    Map<String, String> headers = new TreeMap<>();
    exchange
        .getRequestHeaders()
        .forEach(
            (name, values) -> headers.put(name.toLowerCase(Locale.ROOT), String.join(",", values)));
    byte[] body = exchange.getRequestBody().readAllBytes();
    if (AwsChunked.isChunked(headers)) {
      body = AwsChunked.decode(body, headers);
    }
    RecordedRequest request =
        describe(exchange.getRequestMethod(), exchange.getRequestURI(), headers);
    String presigned = request.query().get("X-Amz-Credential");
    String accessKeyId =
        presigned == null ? accessKeyId(headers.get("authorization")) : presigned.split("/", -1)[0];
    return new S3Request(
        request.operation(),
        request.bucket(),
        request.key(),
        request.query(),
        headers,
        Content.of(body),
        accessKeyId);
  }

  /** Describes a request, independent of the server that received it. */
  static RecordedRequest describe(String method, URI uri, Map<String, String> headers) {
    String path = uri.getRawPath().substring(1);
    int slash = path.indexOf('/');
    String bucket = Percent.decodePath(slash < 0 ? path : path.substring(0, slash));
    String key = slash < 0 ? "" : Percent.decodePath(path.substring(slash + 1));
    Map<String, String> query = Percent.decodePairs(uri.getRawQuery());
    String operation = OperationName.of(method, bucket, key, query.keySet(), headers.keySet());
    return new RecordedRequest(
        operation,
        bucket,
        key,
        Collections.unmodifiableMap(query),
        Collections.unmodifiableMap(headers));
  }

  /** Returns the access key in an Authorization header. */
  static String accessKeyId(@Nullable String authorization) {
    Matcher matcher = CREDENTIAL.matcher(authorization == null ? "" : authorization);
    return matcher.find() ? matcher.group(1) : "anonymous";
  }
}
