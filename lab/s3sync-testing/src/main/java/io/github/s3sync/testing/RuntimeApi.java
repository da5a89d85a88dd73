package io.github.s3sync.testing;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Implements the four routes of Lambda's runtime API, for one function process that handles one
 * event at a time. Thread-safe.
 *
 * @see <a href="https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html">Lambda's runtime
 *     API</a>
 */
final class RuntimeApi implements AutoCloseable {
  private static final String RUNTIME = "/2018-06-01/runtime/";

  private final ExecutorService threads =
      Executors.newCachedThreadPool(
          task -> {
            Thread thread = new Thread(task, "lambda-runtime-api");
            thread.setDaemon(true);
            return thread;
          });
  private final HttpServer server;
  private final BlockingQueue<Invocation> waiting = new LinkedBlockingQueue<>();
  private final AtomicReference<@Nullable Invocation> current = new AtomicReference<>();

  /** The answer to every invocation once the function has ended. */
  private final AtomicReference<@Nullable String> end = new AtomicReference<>();

  /**
   * The body of init/error; empty if the function has requested an event, or ended without an
   * error.
   */
  private final CompletableFuture<Optional<String>> initError = new CompletableFuture<>();

  RuntimeApi() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext(RUNTIME, this::handle);
    server.start();
  }

  /** Returns the value of AWS_LAMBDA_RUNTIME_API for the function. */
  String address() {
    return "127.0.0.1:" + server.getAddress().getPort();
  }

  /** Offers an event to the function; if the function has ended, answers at once. */
  Invocation offer(String event, Duration timeLeft) {
    Invocation invocation = new Invocation(event, timeLeft);
    current.set(invocation);
    waiting.add(invocation);
    answerIfEnded();
    return invocation;
  }

  /**
   * Marks the function as ended with a reason in the form of a Lambda error; only the first reason
   * counts.
   */
  void end(String error) {
    end.compareAndSet(null, error);
    initError.complete(Optional.empty());
    answerIfEnded();
  }

  /** Waits until the function has started or ended and returns the body of init/error, if any. */
  Optional<String> initError(Duration atMost) {
    return initError
        .copy()
        .completeOnTimeout(Optional.empty(), atMost.toMillis(), TimeUnit.MILLISECONDS)
        .join();
  }

  private void answerIfEnded() {
    String error = end.get();
    Invocation invocation = current.get();
    if (error != null && invocation != null) {
      invocation.answer(true, error);
    }
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      String route = exchange.getRequestURI().getPath().substring(RUNTIME.length());
      if (route.equals("invocation/next")) {
        sendNext(exchange);
        return;
      }
      String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(accept(route, body) ? 202 : 404, -1);
    }
  }

  private void sendNext(HttpExchange exchange) throws IOException {
    initError.complete(Optional.empty());
    Invocation next;
    try {
      next = waiting.take();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return;
    }
    byte[] event = next.event().getBytes(StandardCharsets.UTF_8);
    var headers = exchange.getResponseHeaders();
    headers.set("Content-Type", "application/json");
    headers.set("Lambda-Runtime-Aws-Request-Id", next.id());
    headers.set("Lambda-Runtime-Invoked-Function-Arn", LambdaRuntime.FUNCTION_ARN);
    headers.set("Lambda-Runtime-Deadline-Ms", Long.toString(next.take().toEpochMilli()));
    exchange.sendResponseHeaders(200, event.length == 0 ? -1 : event.length);
    try (OutputStream out = exchange.getResponseBody()) {
      out.write(event);
    }
  }

  private boolean accept(String route, String body) {
    if (route.equals("init/error")) {
      initError.complete(Optional.of(body));
      end(body);
      return true;
    }
    Invocation invocation = current.get();
    if (invocation == null) {
      return false;
    }
    boolean isResponse = route.equals("invocation/" + invocation.id() + "/response");
    boolean isError = route.equals("invocation/" + invocation.id() + "/error");
    if (isResponse || isError) {
      invocation.answer(isError, body);
    }
    return isResponse || isError;
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
