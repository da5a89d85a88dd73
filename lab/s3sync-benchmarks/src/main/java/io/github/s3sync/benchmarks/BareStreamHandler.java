package io.github.s3sync.benchmarks;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import software.amazon.awssdk.protocols.jsoncore.JsonNode;
import software.amazon.awssdk.protocols.jsoncore.JsonNodeParser;
import software.amazon.awssdk.services.s3.S3Client;

/** Runs a minimal function: no event class, and the JSON parser that the SDK loads anyway. */
public final class BareStreamHandler implements RequestStreamHandler {

  private final S3Client client = BareHandler.client();

  /** Called by the runtime. */
  public BareStreamHandler() {}

  @Override
  public void handleRequest(InputStream input, OutputStream output, Context context)
      throws IOException {
    JsonNode event = JsonNodeParser.create().parse(input);
    for (JsonNode record : event.field("Records").orElseThrow().asArray()) {
      JsonNode s3 = record.field("s3").orElseThrow();
      String bucket = text(s3, "bucket", "name");
      String key = URLDecoder.decode(text(s3, "object", "key"), StandardCharsets.UTF_8);
      client.copyObject(
          r -> r.sourceBucket(bucket).sourceKey(key).destinationBucket("dst").destinationKey(key));
    }
    output.write("\"copied\"".getBytes(StandardCharsets.UTF_8));
  }

  private static String text(JsonNode at, String... path) {
    JsonNode node = at;
    for (String name : path) {
      node = node.field(name).orElseThrow();
    }
    return node.asString();
  }
}
