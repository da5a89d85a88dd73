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
 * Runs a Lambda function in a separate JVM under AWS's runtime interface client, as Lambda does:
 * with its own environment, one event at a time, JSON in and out.
 *
 * <p>The class path must contain {@code com.amazonaws:aws-lambda-java-runtime-interface-client} and
 * the function. The first answer takes less than a second, later answers about two milliseconds.
 *
 * <p>Failures of the function are returned as error responses in Lambda's form, never as
 * exceptions: an exception of the handler, an init error, an exit, a timeout. After the last three
 * the function has ended, where Lambda would start another one; every later invocation returns the
 * same error.
 *
 * <p>The process does not inherit this JVM's environment, credentials or user profile; its home is
 * an empty directory. It ends with {@link #close()}, or with this JVM.
 *
 * <p>Thread-safe; invocations wait for each other. The runtime API is a {@code
 * com.sun.net.httpserver.HttpServer}. If this JVM created another such server before without {@code
 * -Dsun.net.httpserver.nodelay=true}, each invocation takes 40 ms longer on JDK 17.
 *
 * @since 0.1.0
 */
public final class LambdaRuntime implements AutoCloseable {
  static final String FUNCTION_ARN = "arn:aws:lambda:us-east-1:111111111111:function:function";

  private static final String RUNTIME_CLIENT =
      "com.amazonaws.services.lambda.runtime.api.client.AWSLambda";

  /** Longer than Lambda's limit of ten seconds, for a loaded build machine. */
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
   * @param classpath the function and its dependencies, in the format of {@code java -cp}
   * @param handler as in Lambda: {@code package.Class} or {@code package.Class::method}
   * @param env the function's environment variables, including credentials; they override the
   *     defaults, which are those that Lambda sets ({@code AWS_REGION} is us-east-1). {@code
   *     JAVA_TOOL_OPTIONS} adds JVM options. {@code AWS_LAMBDA_RUNTIME_API} cannot be set
   * @return the running function, which the caller closes
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
   * Passes an event to the function and waits for its answer.
   *
   * @param eventJson the event; must be JSON unless the handler reads the stream itself
   * @param timeLeft the time of the function, from when it has started and received the event; then
   *     its process is killed. {@code Context.getRemainingTimeInMillis()} begins with this value
   * @return the function's answer, or the error that Lambda would report
   * @throws IllegalStateException if the function neither receives the event nor ends within a
   *     minute
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
   * Returns the error that the function posted to {@code init/error}, for example when its
   * constructor or a static initializer throws. Waits until the function is ready or has ended, at
   * most a minute.
   *
   * @return a Lambda error as JSON; empty if the function started successfully or ended without an
   *     error
   */
  public Optional<String> initError() {
    return api.initError(START_LIMIT);
  }

  /**
   * Returns the standard output and error of the function's process so far. A line may arrive
   * shortly after the response to the event that caused it; after {@link #close()} the log is
   * complete.
   *
   * @return the text, UTF-8
   */
  public String log() {
    return log.toString();
  }

  /** Kills the function's process; an invocation in progress ends with an error. */
  @Override
  public void close() {
    kill();
    process.onExit().join();
    // A child process of the function may keep its output open for longer.
    exitStatus.completeOnTimeout(-1, 2, TimeUnit.SECONDS).join();
    api.close();
    try {
      Runtime.getRuntime().removeShutdownHook(killer);
    } catch (IllegalStateException e) {
      // The JVM is shutting down: the hook runs anyway and has no further effect.
    }
    try (var files = Files.walk(taskRoot)) {
      files.sorted((a, b) -> b.compareTo(a)).map(Path::toFile).forEach(File::delete);
    } catch (IOException e) {
      throw new UncheckedIOException("Could not delete the function's directory", e);
    }
  }

  /**
   * Contains a function's answer.
   *
   * @param isError whether {@code body} is an error, with {@code errorType} and {@code
   *     errorMessage}, and not the handler's result
   * @param body the body that the function posted, JSON unless the handler writes the stream itself
   * @param elapsed the time from when the event was received to when the answer was read, without
   *     the start of the process
   * @since 0.1.0
   */
  public record Response(boolean isError, String body, Duration elapsed) {}

  private static List<String> command(Path taskRoot, String classpath, String handler) {
    return List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        // As Lambda's own Java runtimes set it.
        "-XX:TieredStopAtLevel=1",
        "-XX:+UseSerialGC",
        // Otherwise the SDK would find the profiles of the user who runs the tests.
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
    // Not set by Lambda: without credentials, the SDK would wait for a host that does not exist.
    env.put("AWS_EC2_METADATA_DISABLED", "true");
    env.put("LAMBDA_TASK_ROOT", taskRoot.toString());
    env.put("_HANDLER", handler);
    env.put("LANG", "C.UTF-8");
    env.put("TZ", "UTC");
    return env;
  }

  /** Makes relative entries absolute, since the process has its own working directory. */
  private static String absolute(String classpath) {
    return Stream.of(classpath.split(File.pathSeparator))
        .map(entry -> Path.of(entry).toAbsolutePath().toString())
        .collect(Collectors.joining(File.pathSeparator));
  }

  /** Kills the process by its handle: Process.destroy would close its output before it is read. */
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

  /** Reads the log to its end, so that it is complete when the end of the process is reported. */
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
