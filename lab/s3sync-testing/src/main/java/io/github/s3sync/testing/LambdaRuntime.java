package io.github.s3sync.testing;

import java.io.File;
import java.io.IOException;
import java.io.Reader;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A Lambda function in a JVM of its own, under AWS's runtime interface client, as in Lambda: its
 * own environment, one event at a time, JSON in and out.
 *
 * <p>The class path must hold {@code com.amazonaws:aws-lambda-java-runtime-interface-client} beside
 * the function. The first answer takes under a second, a later one some two milliseconds.
 *
 * <p>What goes wrong in the function is an error response, in Lambda's form, and never an
 * exception: what the handler throws, an init error, an exit, time that ran out. After the last
 * three the function is gone, where Lambda would start another one; every later invocation is
 * answered with the same error.
 *
 * <p>The process sees nothing of this JVM's environment, no credentials and no user's profile; its
 * home is an empty directory. It ends with {@link #close()}, and with this JVM at the latest.
 *
 * <p>Thread-safe; invocations wait for each other. The runtime API is a {@code
 * com.sun.net.httpserver.HttpServer}: if this JVM made another one before, and did not set {@code
 * -Dsun.net.httpserver.nodelay=true}, each invocation takes 40 ms longer on JDK 17.
 *
 * @since 0.1.0
 */
public final class LambdaRuntime implements AutoCloseable {
  static final String FUNCTION_ARN = "arn:aws:lambda:us-east-1:111111111111:function:function";

  private static final String RUNTIME_CLIENT =
      "com.amazonaws.services.lambda.runtime.api.client.AWSLambda";

  /** Lambda itself gives a function ten seconds; a loaded build machine may need more. */
  private static final Duration START_LIMIT = Duration.ofSeconds(60);

  private final RuntimeApi api;
  private final Path taskRoot;
  private final Process process;
  private final Thread killer;
  private final StringWriter log = new StringWriter();
  private final CompletableFuture<Integer> exitStatus = new CompletableFuture<>();
  private final ReentrantLock oneAtATime = new ReentrantLock();

  private LambdaRuntime(RuntimeApi api, Path taskRoot, Process process) {
    this.api = api;
    this.taskRoot = taskRoot;
    this.process = process;
    this.killer = new Thread(this::kill, "lambda-runtime-killer");
    Runtime.getRuntime().addShutdownHook(killer);
    Thread watcher = new Thread(this::watch, "lambda-runtime-watcher");
    watcher.setDaemon(true);
    watcher.start();
  }

  /**
   * Starts the function's process and does not wait for it to be ready.
   *
   * @param classpath the function and all that it needs, as {@code java -cp} takes it
   * @param handler as in Lambda: {@code package.Class} or {@code package.Class::method}
   * @param env the function's environment variables, credentials included; they go before the
   *     defaults, which are those that Lambda sets ({@code AWS_REGION} is us-east-1). {@code
   *     JAVA_TOOL_OPTIONS} adds JVM options. {@code AWS_LAMBDA_RUNTIME_API} is always ours
   * @return the running function, to be closed by the caller
   */
  public static LambdaRuntime start(String classpath, String handler, Map<String, String> env) {
    RuntimeApi api = null;
    try {
      api = new RuntimeApi();
      Path taskRoot = Files.createTempDirectory("lambda-task");
      ProcessBuilder builder =
          new ProcessBuilder(command(taskRoot, classpath, handler))
              .directory(taskRoot.toFile())
              .redirectErrorStream(true);
      builder.environment().clear();
      builder.environment().putAll(environment(taskRoot, handler));
      builder.environment().putAll(env);
      builder.environment().put("AWS_LAMBDA_RUNTIME_API", api.address());
      return new LambdaRuntime(api, taskRoot, builder.start());
    } catch (IOException e) {
      if (api != null) {
        api.close();
      }
      throw new UncheckedIOException("The function's process did not start", e);
    }
  }

  /**
   * Has the function handle an event, and waits until it has answered.
   *
   * @param eventJson the event; must be JSON unless the handler reads the stream itself
   * @param timeLeft how long the function may take, once it has started and taken the event; then
   *     its process is killed. {@code Context.getRemainingTimeInMillis()} starts with it
   * @return what the function answered, or the error that Lambda would report
   * @throws IllegalStateException if the function neither takes the event nor ends in a minute
   */
  public Response invoke(String eventJson, Duration timeLeft) {
    oneAtATime.lock();
    try {
      Invocation invocation = api.offer(eventJson, timeLeft);
      if (!invocation.awaitTaken(START_LIMIT)) {
        throw new IllegalStateException("The function takes no event. Its log: " + log());
      }
      return invocation.await().orElseGet(() -> timedOut(timeLeft));
    } finally {
      oneAtATime.unlock();
    }
  }

  /**
   * What the function posted to {@code init/error}, as when its constructor or a static initialiser
   * throws. Waits until the function is ready or has ended, at most a minute.
   *
   * @return a Lambda error as JSON, or empty if the function has started well or ended in silence
   */
  public Optional<String> initError() {
    return api.initError(START_LIMIT);
  }

  /**
   * What the function's process has written to its standard output and error so far. A line may
   * arrive a little later than the response to the event that caused it; after {@link #close()} the
   * log is whole.
   *
   * @return the text, UTF-8
   */
  public String log() {
    return log.toString();
  }

  /** Kills the function's process; an invocation that is under way ends with an error. */
  @Override
  public void close() {
    kill();
    process.onExit().join();
    // A process that the function started may hold its output open for longer.
    exitStatus.completeOnTimeout(-1, 2, TimeUnit.SECONDS).join();
    api.close();
    try {
      Runtime.getRuntime().removeShutdownHook(killer);
    } catch (IllegalStateException e) {
      // The JVM is going down: the hook runs anyway, and does nothing more.
    }
    try (var files = Files.walk(taskRoot)) {
      files.sorted((a, b) -> b.compareTo(a)).map(Path::toFile).forEach(File::delete);
    } catch (IOException e) {
      throw new UncheckedIOException("Could not delete the function's directory", e);
    }
  }

  /**
   * A function's answer.
   *
   * @param isError whether {@code body} is an error, with {@code errorType} and {@code
   *     errorMessage}, and not the handler's result
   * @param body what the function posted, JSON unless the handler writes the stream itself
   * @param elapsed from the event being taken to the answer being read; the start of the process is
   *     not in it
   * @since 0.1.0
   */
  public record Response(boolean isError, String body, Duration elapsed) {}

  private static List<String> command(Path taskRoot, String classpath, String handler) {
    return List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        // What Lambda's own Java runtimes set.
        "-XX:TieredStopAtLevel=1",
        "-XX:+UseSerialGC",
        // The SDK would find the profiles of whoever runs the tests.
        "-Duser.home=" + taskRoot,
        "-cp",
        absolute(classpath),
        RUNTIME_CLIENT,
        handler);
  }

  private static Map<String, String> environment(Path taskRoot, String handler) {
    Map<String, String> env = new HashMap<>();
    env.put("AWS_EXECUTION_ENV", "AWS_Lambda_java" + Runtime.version().feature());
    env.put("AWS_REGION", "us-east-1");
    env.put("AWS_DEFAULT_REGION", "us-east-1");
    env.put("AWS_LAMBDA_FUNCTION_NAME", "function");
    env.put("AWS_LAMBDA_FUNCTION_VERSION", "$LATEST");
    env.put("AWS_LAMBDA_FUNCTION_MEMORY_SIZE", "512");
    env.put("AWS_LAMBDA_INITIALIZATION_TYPE", "on-demand");
    env.put("AWS_LAMBDA_LOG_GROUP_NAME", "/aws/lambda/function");
    env.put("AWS_LAMBDA_LOG_STREAM_NAME", "stream");
    // Not Lambda's: without credentials, the SDK would wait for a host that is not there.
    env.put("AWS_EC2_METADATA_DISABLED", "true");
    env.put("LAMBDA_TASK_ROOT", taskRoot.toString());
    env.put("_HANDLER", handler);
    env.put("LANG", "C.UTF-8");
    env.put("TZ", "UTC");
    return env;
  }

  /** The process has a working directory of its own, so a relative entry would be lost. */
  private static String absolute(String classpath) {
    return Stream.of(classpath.split(File.pathSeparator))
        .map(entry -> Path.of(entry).toAbsolutePath().toString())
        .collect(Collectors.joining(File.pathSeparator));
  }

  /**
   * By its handle: a process that is destroyed itself closes its output, what is unread included.
   */
  private void kill() {
    process.toHandle().destroyForcibly();
  }

  private Response timedOut(Duration timeLeft) {
    String message = "Task timed out after %.2f seconds".formatted(timeLeft.toMillis() / 1000.0);
    String body = error("Sandbox.Timedout", message);
    api.end(body);
    kill();
    return new Response(true, body, timeLeft);
  }

  private static String error(String type, String message) {
    return "{\"errorType\":\"%s\",\"errorMessage\":\"%s\"}".formatted(type, message);
  }

  /** Reads the log to its end, so that it is whole when the end of the process is told. */
  private void watch() {
    try (Reader output = process.inputReader(StandardCharsets.UTF_8)) {
      output.transferTo(log);
    } catch (IOException e) {
      log.write("[the rest of the log is lost: " + e + "]");
    }
    int status = process.onExit().join().exitValue();
    api.end(error("Runtime.ExitError", "Runtime exited with error: exit status " + status));
    exitStatus.complete(status);
  }
}
