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
 * A proxy in front of any S3 server, path style, that lets every request and answer through as it
 * is but for those that have a {@link Fault} in store. {@link FakeS3} has faults of its own; this
 * is for servers that have none, and for clients whose every byte shall come from the other one.
 *
 * <p>The {@code Host} header is let through, too, so that signatures, which cover it, still hold at
 * a server that checks them: clients sign for {@link #endpoint()}. Two kinds of requests do not
 * come through as they are, and such a server refuses them: those with {@code Content-Encoding:
 * gzip}, whose bodies WireMock packs anew, the empty one of a CreateMultipartUpload included; and
 * those with a common {@code Content-Type} whose {@code charset} its Jetty spells in its own way,
 * such as {@code text/plain; charset=utf-8}.
 *
 * <p>It listens on 127.0.0.1 at a free port, and is a <a href="https://wiremock.org">WireMock</a>.
 * Thread-safe.
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
   * @param server where requests go on to; an {@code http} address without a path
   * @return the running proxy, to be closed by the caller
   */
  public static FaultProxy to(URI server) {
    FaultProxy proxy = new FaultProxy(server);
    proxy.server.start();
    return proxy;
  }

  /**
   * Where it listens.
   *
   * @return an {@code http} address without a path
   */
  public URI endpoint() {
    return URI.create("http://127.0.0.1:" + server.port());
  }

  /**
   * Breaks the next request of an operation.
   *
   * @param operation the API's name, for example {@code CopyObject}
   * @param fault what goes wrong
   */
  public void onNext(String operation, Fault fault) {
    onNth(operation, 1, fault);
  }

  /**
   * Breaks one of the coming requests of an operation.
   *
   * @param operation the API's name, for example {@code UploadPartCopy}
   * @param n which, 1 for the next one; those before it go through
   * @param fault what goes wrong
   */
  public void onNth(String operation, int n, Fault fault) {
    onNth(request -> request.operation().equals(operation), n, fault);
  }

  /**
   * Breaks one of the coming requests that match. Where several faults match a request, the one
   * that was added first is taken, or counts it.
   *
   * @param which for example those for one key, or with one header; called by several threads at
   *     once
   * @param n which of them, 1 for the next one; those before it go through
   * @param fault what goes wrong
   */
  public void onNth(Predicate<RecordedRequest> which, int n, Fault fault) {
    if (n > 1) {
      faults.add(which, n - 1, Fault.NONE);
    }
    faults.add(which, 1, fault);
  }

  /**
   * Breaks every request that matches until {@link #clearFaults}.
   *
   * @param which for example those with one header; called by several threads at once
   * @param fault what goes wrong with each
   */
  public void always(Predicate<RecordedRequest> which, Fault fault) {
    faults.add(which, Integer.MAX_VALUE, fault);
  }

  /** Forgets all faults still to come. */
  public void clearFaults() {
    faults.clear();
  }

  /**
   * What arrived so far.
   *
   * @return in the order of arrival; a copy
   */
  public List<RecordedRequest> requests() {
    return List.copyOf(injection.requests());
  }

  /** Forgets what arrived so far. */
  public void clearRequests() {
    injection.requests().clear();
  }

  /** Stops at once; requests in progress are cut. */
  @Override
  public void close() {
    server.stop();
  }
}
