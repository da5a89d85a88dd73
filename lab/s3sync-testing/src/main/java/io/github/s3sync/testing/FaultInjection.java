package io.github.s3sync.testing;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.extension.ResponseDefinitionTransformerV2;
import com.github.tomakehurst.wiremock.extension.ResponseTransformerV2;
import com.github.tomakehurst.wiremock.http.HttpHeader;
import com.github.tomakehurst.wiremock.http.HttpHeaders;
import com.github.tomakehurst.wiremock.http.Request;
import com.github.tomakehurst.wiremock.http.Response;
import com.github.tomakehurst.wiremock.http.ResponseDefinition;
import com.github.tomakehurst.wiremock.stubbing.ServeEvent;
import java.net.URI;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/** Records each request of a {@link FaultProxy} and applies its faults. */
final class FaultInjection implements ResponseDefinitionTransformerV2, ResponseTransformerV2 {

  private static final com.github.tomakehurst.wiremock.http.Fault CUT =
      com.github.tomakehurst.wiremock.http.Fault.CONNECTION_RESET_BY_PEER;

  private final FaultBook faults;
  private final List<RecordedRequest> requests = Collections.synchronizedList(new ArrayList<>());
  private final Map<UUID, Fault> inProgress = new ConcurrentHashMap<>();

  FaultInjection(FaultBook faults) {
    this.faults = faults;
  }

  List<RecordedRequest> requests() {
    return requests;
  }

  @Override
  public String getName() {
    return "s3sync-faults";
  }

  @Override
  public boolean applyGlobally() {
    return true;
  }

  /** Runs before a request is forwarded, or answered without forwarding. */
  @Override
  public ResponseDefinition transform(ServeEvent event) {
    RecordedRequest request = recorded(event.getRequest());
    requests.add(request);
    Fault fault = faults.take(request);
    fault.before().run();
    inProgress.put(event.getId(), fault);
    Answer instead = fault.instead();
    return instead == null ? event.getResponseDefinition() : definition(instead);
  }

  /** Runs before the answer is returned. */
  @Override
  public Response transform(Response answer, ServeEvent event) {
    Fault fault = inProgress.remove(event.getId());
    if (fault == null) {
      return answer;
    }
    fault.after().run();
    return switch (fault.delivery()) {
      case WHOLE -> answer;
      case HALF -> half(answer, event.getRequest().getMethod().getName());
      case NONE -> Response.Builder.like(answer).but().fault(CUT).build();
    };
  }

  private static Response half(Response answer, String method) {
    byte[] body = answer.getBody();
    if (RequestHandler.isBodiless(method, answer.getStatus(), body.length)) {
      return Response.Builder.like(answer).but().fault(CUT).build();
    }
    List<HttpHeader> headers =
        new ArrayList<>(
            answer.getHeaders().all().stream()
                .filter(header -> !header.keyEquals("Content-Length"))
                .toList());
    headers.add(new HttpHeader("Content-Length", Integer.toString(body.length)));
    return Response.Builder.like(answer)
        .but()
        .headers(new HttpHeaders(headers))
        .body(Arrays.copyOf(body, body.length / 2))
        .build();
  }

  private static ResponseDefinition definition(Answer answer) {
    ResponseDefinitionBuilder definition =
        new ResponseDefinitionBuilder()
            .withStatus(answer.status())
            .withHeader("x-amz-request-id", "PROXY")
            .withBody(answer.body().readAll());
    answer.headers().forEach(definition::withHeader);
    return definition.build();
  }

  private static RecordedRequest recorded(Request request) {
    Map<String, String> headers = new TreeMap<>();
    request
        .getHeaders()
        .all()
        .forEach(
            header ->
                headers.put(
                    header.key().toLowerCase(Locale.ROOT), String.join(",", header.values())));
    return RequestReader.describe(
        request.getMethod().getName(), URI.create(request.getUrl()), headers);
  }
}
