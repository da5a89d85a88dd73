package io.github.s3sync.testing;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.wireMockConfig;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.common.ConsoleNotifier;
import com.github.tomakehurst.wiremock.core.Options.ChunkedEncodingPolicy;
import java.net.URI;
import java.util.List;
import java.util.function.Predicate;

/**
 * Runs a proxy in front of any S3 server, path style, that forwards every request and answer
 * unchanged, except requests with a pending {@link Fault}. Use it for servers without faults, and
 * for tests in which every byte must come from the real server; {@link FakeS3} has its own faults.
 *
 * <p>The {@code Host} header is forwarded as well, so that signatures, which cover it, remain valid
 * at a server that checks them: clients sign for {@link #endpoint()}. Two kinds of requests are
 * changed, and such a server refuses them. The first are requests with {@code Content-Encoding:
 * gzip}, whose bodies WireMock compresses again, even the empty body of a CreateMultipartUpload.
 * The second are requests with a common {@code Content-Type} whose {@code charset} Jetty rewrites,
 * such as {@code text/plain; charset=utf-8}.
 *
 * <p>The proxy listens on 127.0.0.1 at a free port, and is a <a
 * href="https://wiremock.org">WireMock</a>. Thread-safe.
 *
 * @since 0.1.0
 */
public final class FaultProxy implements AutoCloseable {

  private final FaultBook faults = new FaultBook();
  private final FaultInjection injection = new FaultInjection(faults);
  private final WireMockServer server;

  private FaultProxy(URI target) {
    this.server =
        new WireMockServer(
            wireMockConfig()
                .bindAddress("127.0.0.1")
                .dynamicPort()
                .containerThreads(40)
                .preserveHostHeader(true)
                .preserveUserAgentProxyHeader(true)
                .gzipDisabled(true)
                .useChunkedTransferEncoding(ChunkedEncodingPolicy.NEVER)
                .disableRequestJournal()
                .notifier(new ConsoleNotifier(false))
                .extensions(injection));
    server.stubFor(any(anyUrl()).willReturn(aResponse().proxiedFrom(target.toString())));
  }

  /**
   * Starts a proxy without faults.
   *
   * @param server the server that receives the requests; an {@code http} address without a path
   * @return the running proxy, which the caller closes
   */
  public static FaultProxy to(URI server) {
    FaultProxy proxy = new FaultProxy(server);
    proxy.server.start();
    return proxy;
  }

  /**
   * Returns the endpoint of the proxy.
   *
   * @return an {@code http} address without a path
   */
  public URI endpoint() {
    return URI.create("http://127.0.0.1:" + server.port());
  }

  /**
   * Injects a fault into the next request of an operation.
   *
   * @param operation the API's name, for example {@code CopyObject}
   * @param fault the fault
   */
  public void onNext(String operation, Fault fault) {
    onNth(operation, 1, fault);
  }

  /**
   * Injects a fault into one of the coming requests of an operation.
   *
   * @param operation the API's name, for example {@code UploadPartCopy}
   * @param n the number of the request, 1 for the next; those before it are forwarded
   * @param fault the fault
   */
  public void onNth(String operation, int n, Fault fault) {
    onNth(request -> request.operation().equals(operation), n, fault);
  }

  /**
   * Injects a fault into one of the coming requests that match. If several faults match a request,
   * the fault that was added first applies, or counts it.
   *
   * @param which selects requests, for example those for one key, or with a certain header; called
   *     by several threads at once
   * @param n the number of the request, 1 for the next; those before it are forwarded
   * @param fault the fault
   */
  public void onNth(Predicate<RecordedRequest> which, int n, Fault fault) {
    if (n > 1) {
      faults.add(which, n - 1, Fault.NONE);
    }
    faults.add(which, 1, fault);
  }

  /**
   * Injects a fault into every matching request until {@link #clearFaults}.
   *
   * @param which selects requests, for example those with a certain header; called by several
   *     threads at once
   * @param fault the fault of each request
   */
  public void always(Predicate<RecordedRequest> which, Fault fault) {
    faults.add(which, Integer.MAX_VALUE, fault);
  }

  /** Removes all pending faults. */
  public void clearFaults() {
    faults.clear();
  }

  /**
   * Returns the requests that have arrived so far.
   *
   * @return the requests in the order of arrival; a copy
   */
  public List<RecordedRequest> requests() {
    return List.copyOf(injection.requests());
  }

  /** Deletes the record of requests. */
  public void clearRequests() {
    injection.requests().clear();
  }

  /** Stops the proxy at once; requests in progress are interrupted. */
  @Override
  public void close() {
    server.stop();
  }
}
