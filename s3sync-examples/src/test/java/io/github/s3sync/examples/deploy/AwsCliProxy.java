package io.github.s3sync.examples.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** Replaces the command {@code aws} of a shell: passes it to {@link AwsCli} in another JVM. */
final class AwsCliProxy {

  /** The variable with the address of the other JVM. */
  static final String ADDRESS = "AWS_CLI_ADDRESS";

  private AwsCliProxy() {}

  public static void main(String[] args) throws Exception {
    JsonMapper json = new JsonMapper();
    ObjectNode call = json.createObjectNode();
    for (String arg : args) {
      call.withArray("args").add(arg);
    }
    call.put("directory", Path.of("").toAbsolutePath().toString());
    call.put("profile", System.getenv().getOrDefault("AWS_PROFILE", "default"));
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(System.getenv(ADDRESS)))
            .POST(BodyPublishers.ofString(call.toString()))
            .build();
    JsonNode answer =
        json.readTree(HttpClient.newHttpClient().send(request, BodyHandlers.ofString()).body());
    print(System.out, answer.path("out").asText());
    print(System.err, answer.path("err").asText());
    System.exit(answer.path("exitCode").asInt(255));
  }

  private static void print(PrintStream stream, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    stream.write(bytes, 0, bytes.length);
    stream.flush();
  }
}
