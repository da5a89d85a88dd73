package io.github.s3sync.client;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.ManagedHttpClientConnectionFactory;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.config.CharCodingConfig;
import org.apache.hc.core5.http.io.entity.InputStreamEntity;
import org.apache.hc.core5.util.Timeout;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpFullResponse;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.apache5.ProxyConfiguration;
import software.amazon.awssdk.utils.Lazy;

/**
 * Sends requests with headers that are not ASCII as UTF-8, in the form in which they are signed.
 * All other requests are sent by the SDK's client, which has no setting for this and would replace
 * such characters.
 */
final class RawHeaders implements SdkHttpClient {

  private final SdkHttpClient usual;
  private final Lazy<CloseableHttpClient> utf8;

  /**
   * Creates the client. The HTTP client for the rare requests is created on first use.
   *
   * @param usual sends all other requests, and is closed with this client
   * @param proxy the proxy of that client, which this one uses as well
   */
  RawHeaders(
      SdkHttpClient usual,
      ProxyConfiguration proxy,
      int maxConnections,
      Duration connect,
      Duration socket) {
    this.usual = usual;
    this.utf8 = new Lazy<>(() -> open(proxy, maxConnections, connect, socket));
  }

  private static CloseableHttpClient open(
      ProxyConfiguration proxy, int maxConnections, Duration connect, Duration socket) {
    CharCodingConfig coding = CharCodingConfig.custom().setCharset(StandardCharsets.UTF_8).build();
    ConnectionConfig timeouts =
        ConnectionConfig.custom()
            .setConnectTimeout(Timeout.of(connect))
            .setSocketTimeout(Timeout.of(socket))
            .build();
    return HttpClients.custom()
        .setRoutePlanner(new ProxyRoutes(proxy))
        .setDefaultCredentialsProvider(ProxyRoutes.credentials(proxy))
        .setConnectionManager(
            PoolingHttpClientConnectionManagerBuilder.create()
                .useSystemProperties()
                .setConnectionFactory(
                    ManagedHttpClientConnectionFactory.builder().charCodingConfig(coding).build())
                .setDefaultConnectionConfig(timeouts)
                .setMaxConnTotal(maxConnections)
                .setMaxConnPerRoute(maxConnections)
                .build())
        .disableAutomaticRetries()
        .disableRedirectHandling()
        .disableContentCompression()
        .disableCookieManagement()
        .disableAuthCaching()
        .disableDefaultUserAgent()
        .build();
  }

  @Override
  public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
    return isAscii(request.httpRequest())
        ? usual.prepareRequest(request)
        : new Utf8Request(request);
  }

  private static boolean isAscii(SdkHttpRequest request) {
    boolean[] ascii = {true};
    request.forEachHeader(
        (name, values) ->
            ascii[0] &= values.stream().allMatch(value -> value.chars().allMatch(c -> c < 128)));
    return ascii[0];
  }

  @Override
  public String clientName() {
    return usual.clientName();
  }

  @Override
  public void close() {
    usual.close();
    if (!utf8.hasValue()) {
      return;
    }
    try {
      utf8.getValue().close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Marks the clients that send their requests through this class. */
  static final class Mark implements ExecutionInterceptor {}

  private final class Utf8Request implements ExecutableHttpRequest {

    private final HttpUriRequestBase request;

    private Utf8Request(HttpExecuteRequest of) {
      SdkHttpRequest signed = of.httpRequest();
      this.request = new HttpUriRequestBase(signed.method().name(), signed.getUri());
      signed.forEachHeader((name, values) -> values.forEach(value -> add(name, value)));
      long length =
          signed.firstMatchingHeader(HttpHeaders.CONTENT_LENGTH).map(Long::parseLong).orElse(0L);
      of.contentStreamProvider()
          .map(ContentStreamProvider::newStream)
          .ifPresent(body -> request.setEntity(new InputStreamEntity(body, length, null)));
    }

    /** Adds a header. The length and the host are set from the entity and the address. */
    private void add(String name, String value) {
      if (!name.equalsIgnoreCase(HttpHeaders.CONTENT_LENGTH)
          && !name.equalsIgnoreCase(HttpHeaders.HOST)) {
        request.addHeader(name, value);
      }
    }

    @Override
    public HttpExecuteResponse call() throws IOException {
      ClassicHttpResponse answer = utf8.getValue().executeOpen(null, request, null);
      SdkHttpFullResponse.Builder head =
          SdkHttpFullResponse.builder()
              .statusCode(answer.getCode())
              .statusText(answer.getReasonPhrase());
      for (Header header : answer.getHeaders()) {
        head.appendHeader(header.getName(), header.getValue());
      }
      HttpExecuteResponse.Builder response = HttpExecuteResponse.builder().response(head.build());
      HttpEntity entity = answer.getEntity();
      if (entity == null) {
        answer.close();
      } else {
        InputStream body = entity.getContent();
        response.responseBody(AbortableInputStream.create(body, request::abort));
      }
      return response.build();
    }

    @Override
    public void abort() {
      request.abort();
    }
  }
}
