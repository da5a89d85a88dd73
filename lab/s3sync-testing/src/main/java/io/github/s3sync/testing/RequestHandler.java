package io.github.s3sync.testing;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/** Processes each request: records it, applies faults, and sends the answer. */
final class RequestHandler implements HttpHandler {

  private final Operations operations;
  private final FaultBook faults;
  private final Quirks quirks;
  private final List<RecordedRequest> requests = Collections.synchronizedList(new ArrayList<>());

  RequestHandler(Operations operations, FaultBook faults, Quirks quirks) {
    this.operations = operations;
    this.faults = faults;
    this.quirks = quirks;
  }

  List<RecordedRequest> requests() {
    return requests;
  }

  @Override
  public void handle(HttpExchange exchange) throws IOException {
    try {
      S3Request request = RequestReader.read(exchange);
      RecordedRequest recorded = request.recorded();
      requests.add(recorded);
      Fault fault = faults.take(recorded);
      fault.before().run();
      Answer instead = fault.instead();
      Answer answer =
          instead == null ? quirks.of(request, operations.run(quirks.of(request))) : instead;
      fault.after().run();
      deliver(exchange, answer, fault.delivery());
    } catch (Refusal refusal) {
      deliver(exchange, refusal.answer(), Fault.Delivery.WHOLE);
    } catch (RuntimeException e) {
      Answer answer = Answer.error(500, "InternalError", "The fake failed: " + e, Map.of());
      deliver(exchange, answer, Fault.Delivery.WHOLE);
    } finally {
      exchange.close();
    }
  }

  private static void deliver(HttpExchange exchange, Answer answer, Fault.Delivery delivery)
      throws IOException {
    boolean bodiless =
        isBodiless(exchange.getRequestMethod(), answer.status(), answer.body().length());
    if (delivery == Fault.Delivery.NONE || (delivery == Fault.Delivery.HALF && bodiless)) {
      return;
    }
    answer.headers().forEach(exchange.getResponseHeaders()::set);
    exchange.getResponseHeaders().set("x-amz-request-id", "FAKE");
    exchange.sendResponseHeaders(answer.status(), bodiless ? -1 : answer.body().length());
    if (bodiless) {
      return;
    }
    Content body = answer.body();
    if (delivery == Fault.Delivery.HALF) {
      body = body.slice(0, body.length() / 2);
    }
    try (InputStream in = body.openStream()) {
      OutputStream out = exchange.getResponseBody();
      in.transferTo(out);
      out.flush();
    }
  }

  /** Returns whether an answer ends with its headers. */
  static boolean isBodiless(String method, int status, long length) {
    return method.equals("HEAD") || status == 204 || status == 304 || length == 0;
  }
}
