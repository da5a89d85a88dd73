package io.github.s3sync.examples.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Replaces the AWS CLI as far as the page needs it: runs its commands with their arguments on
 * {@link AwsAccounts}. An unknown command fails like a wrong command.
 */
final class AwsCli implements AutoCloseable {

  private static final JsonMapper JSON = new JsonMapper();
  private static final Pattern S3_URI = Pattern.compile("s3://([^/]+)/?(.*)");
  private static final Pattern OUTPUT_KEY = Pattern.compile("\\[\\?OutputKey=='(\\w+)']");
  private static final int WRONG_COMMAND = 252;

  private final AwsAccounts accounts;
  private final Path configFile;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final HttpServer server;

  /**
   * Starts to answer.
   *
   * @param configFile the file of profiles to write
   */
  AwsCli(AwsAccounts accounts, Path configFile) throws IOException {
    this.accounts = accounts;
    this.configFile = configFile;
    this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext("/", this::answer);
    server.start();
  }

  URI address() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/");
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      Map<String, Object> answer = new HashMap<>(Map.of("exitCode", 0, "out", "", "err", ""));
      try {
        answer.put("out", run(new Call(JSON.readTree(exchange.getRequestBody()))));
      } catch (AwsAccounts.RefusedException e) {
        answer.put("err", "\n" + e.getMessage() + "\n");
        answer.put("exitCode", 254);
      } catch (IOException | RuntimeException e) {
        answer.put("err", "the stand-in for aws failed: " + e + "\n");
        answer.put("exitCode", WRONG_COMMAND);
      }
      byte[] body = JSON.writeValueAsBytes(answer);
      exchange.sendResponseHeaders(200, body.length);
      exchange.getResponseBody().write(body);
    }
  }

  private String run(Call call) throws IOException {
    return switch (call.command()) {
      case "configure set" -> {
        configure(call.positional(0), call.positional(1));
        yield "";
      }
      case "s3 mb" -> {
        Matcher bucket = s3(call.positional(0));
        accounts.createBucket(call.profile(), bucket.group(1));
        yield "make_bucket: " + bucket.group(1) + "\n";
      }
      case "s3 cp" -> copy(call);
      case "s3 ls" -> {
        Matcher place = s3(call.positional(0));
        yield accounts.listing(call.profile(), place.group(1), place.group(2));
      }
      case "s3api get-bucket-policy" ->
          accounts.bucketPolicy(call.profile(), call.option("--bucket")).toString();
      case "s3api put-bucket-policy" -> {
        accounts.putBucketPolicy(
            call.profile(), call.option("--bucket"), JSON.readTree(call.file("--policy")));
        yield "";
      }
      case "s3api put-bucket-notification-configuration" -> {
        accounts.putNotifications(
            call.profile(),
            call.option("--bucket"),
            JSON.readTree(call.file("--notification-configuration")));
        yield "";
      }
      case "cloudformation package" -> packaged(call);
      case "cloudformation deploy" -> {
        accounts.deploy(
            call.profile(), call.path(call.option("--template-file")), call.overrides());
        yield "\nWaiting for changeset to be created..\nWaiting for stack create/update to"
            + " complete\nSuccessfully created/updated stack - "
            + call.option("--stack-name")
            + "\n";
      }
      case "cloudformation describe-stacks" -> {
        Matcher key = OUTPUT_KEY.matcher(call.option("--query"));
        if (!key.find()) {
          throw new IllegalArgumentException("no such query: " + call.option("--query"));
        }
        yield accounts.output(key.group(1)) + "\n";
      }
      default -> throw new IllegalArgumentException("no such command: " + call.command());
    };
  }

  /**
   * Writes a setting such as {@code profile.p.role_arn}; readers merge several settings of a
   * profile.
   */
  private void configure(String name, String value) throws IOException {
    Matcher setting = Pattern.compile("profile\\.(\\S+)\\.(\\w+)").matcher(name);
    if (!setting.matches()) {
      throw new IllegalArgumentException("no such setting: " + name);
    }
    String header = "[profile " + setting.group(1) + "]\n";
    String line = setting.group(2) + " = " + value + "\n";
    String text = Files.exists(configFile) ? Files.readString(configFile) : "";
    Files.writeString(
        configFile,
        text.contains(header) ? text.replace(header, header + line) : text + header + line);
  }

  private String copy(Call call) throws IOException {
    String from = call.positional(0);
    String to = call.positional(1);
    if (to.equals("-")) {
      Matcher object = s3(from);
      return accounts.read(call.profile(), object.group(1), object.group(2));
    }
    Matcher place = s3(to);
    String key = to.endsWith("/") ? place.group(2) + from : place.group(2);
    accounts.write(call.profile(), place.group(1), key, Files.readAllBytes(call.path(from)));
    return "upload: ./" + from + " to s3://" + place.group(1) + "/" + key + "\n";
  }

  /** Uploads the code that the template names, and writes a template that names the upload. */
  private String packaged(Call call) throws IOException {
    Path template = call.path(call.option("--template-file"));
    String text = Files.readString(template);
    Matcher code = Pattern.compile("CodeUri: (\\S+)").matcher(text);
    if (!code.find()) {
      throw new IllegalArgumentException("no CodeUri in " + template);
    }
    Path jar = Objects.requireNonNull(template.getParent()).resolve(code.group(1));
    String bucket = call.option("--s3-bucket");
    accounts.write(call.profile(), bucket, "code", Files.readAllBytes(jar));
    Files.writeString(
        call.path(call.option("--output-template-file")),
        code.replaceFirst("CodeUri: s3://" + bucket + "/code"));
    return "\nSuccessfully packaged artifacts and wrote output template to file packaged.yaml.\n";
  }

  private static Matcher s3(String text) {
    Matcher uri = S3_URI.matcher(text);
    if (!uri.matches()) {
      throw new IllegalArgumentException("expected s3://… and not " + text);
    }
    return uri;
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdown();
  }

  /** A parsed command line. */
  private static final class Call {

    private final List<String> positionals = new ArrayList<>();
    private final Map<String, List<String>> options = new HashMap<>();
    private final Path directory;
    private final String profile;

    Call(JsonNode call) {
      this.directory = Path.of(call.path("directory").asText());
      List<String> values = positionals;
      for (JsonNode arg : call.path("args")) {
        if (arg.asText().startsWith("--")) {
          values = options.computeIfAbsent(arg.asText(), name -> new ArrayList<>());
        } else {
          values.add(arg.asText());
        }
      }
      this.profile =
          options.containsKey("--profile") ? option("--profile") : call.path("profile").asText();
    }

    String command() {
      return String.join(" ", positionals.subList(0, Math.min(2, positionals.size())));
    }

    String positional(int index) {
      return positionals.get(2 + index);
    }

    String option(String name) {
      List<String> values = options.get(name);
      if (values == null || values.size() != 1) {
        throw new IllegalArgumentException("expected one value of " + name + ", not " + values);
      }
      return values.get(0);
    }

    Map<String, String> overrides() {
      Map<String, String> overrides = new HashMap<>();
      for (String override : options.getOrDefault("--parameter-overrides", List.of())) {
        int equals = override.indexOf('=');
        overrides.put(override.substring(0, equals), override.substring(equals + 1));
      }
      return overrides;
    }

    String file(String name) throws IOException {
      String value = option(name);
      if (!value.startsWith("file://")) {
        throw new IllegalArgumentException("expected file://… as " + name + ", not " + value);
      }
      return Files.readString(path(value.substring("file://".length())), StandardCharsets.UTF_8);
    }

    Path path(String name) {
      return directory.resolve(name);
    }

    String profile() {
      return profile;
    }
  }
}
