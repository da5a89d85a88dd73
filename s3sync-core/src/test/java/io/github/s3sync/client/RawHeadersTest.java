package io.github.s3sync.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.http.apache5.ProxyConfiguration;

/** Requests with headers that are not ASCII take the same route as all others. */
class RawHeadersTest {

  private static final Duration TIMEOUT = Duration.ofSeconds(10);

  private final List<String> asked = new CopyOnWriteArrayList<>();
  private HttpServer server;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          boolean needsCredentials = exchange.getRequestURI().getPath().equals("/closed");
          String given = exchange.getRequestHeaders().getFirst("Proxy-Authorization");
          if (needsCredentials && given == null) {
            exchange.getResponseHeaders().add("Proxy-Authenticate", "Basic realm=\"p\"");
            exchange.sendResponseHeaders(407, -1);
          } else {
            String title = exchange.getRequestHeaders().getFirst("x-amz-meta-title");
            asked.add(
                exchange.getRequestHeaders().getFirst("Host")
                    + " "
                    + new String(
                        title.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8));
            exchange.sendResponseHeaders(200, -1);
          }
          exchange.close();
        });
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  private ProxyConfiguration.Builder proxy() {
    return ProxyConfiguration.builder()
        .endpoint(URI.create("http://" + address()))
        .useSystemPropertyValues(false)
        .useEnvironmentVariableValues(false);
  }

  private String address() {
    return "127.0.0.1:" + server.getAddress().getPort();
  }

  /** Sends a request with the SDK's client or with the other one, as the title requires. */
  private int send(ProxyConfiguration proxy, String url, String title) throws IOException {
    SdkHttpClient usual = Apache5HttpClient.builder().proxyConfiguration(proxy).build();
    try (SdkHttpClient http = new RawHeaders(usual, proxy, 1, TIMEOUT, TIMEOUT)) {
      SdkHttpRequest request =
          SdkHttpRequest.builder()
              .method(SdkHttpMethod.HEAD)
              .uri(URI.create(url))
              .putHeader("Host", URI.create(url).getAuthority())
              .putHeader("x-amz-meta-title", title)
              .build();
      return http.prepareRequest(HttpExecuteRequest.builder().request(request).build())
          .call()
          .httpResponse()
          .statusCode();
    }
  }

  @Test
  void call_proxyIsConfigured_isAskedForAllRequests() throws IOException {
    for (String title : List.of("a", "한")) {
      assertThat(send(proxy().build(), "http://store.invalid/k", title)).isEqualTo(200);
    }
    assertThat(asked).containsExactly("store.invalid a", "store.invalid 한");
  }

  @Test
  void call_proxyThatNeedsCredentials_getsThem() throws IOException {
    ProxyConfiguration proxy = proxy().username("me").password("hush").build();
    for (String title : List.of("a", "한")) {
      assertThat(send(proxy, "http://store.invalid/closed", title)).isEqualTo(200);
    }
  }

  @Test
  void call_hostThatIsExcluded_isAskedDirectly() throws IOException {
    ProxyConfiguration proxy =
        proxy()
            .endpoint(URI.create("http://proxy.invalid:1"))
            .nonProxyHosts(Set.of("127\\..*"))
            .build();
    for (String title : List.of("a", "한")) {
      assertThat(send(proxy, "http://" + address() + "/k", title)).isEqualTo(200);
    }
    assertThat(asked).hasSize(2);
  }

  @Test
  void call_noProxyIsConfigured_asksDirectly() throws IOException {
    ProxyConfiguration none =
        ProxyConfiguration.builder()
            .useSystemPropertyValues(false)
            .useEnvironmentVariableValues(false)
            .build();
    assertThat(send(none, "http://" + address() + "/k", "한")).isEqualTo(200);
  }
}
