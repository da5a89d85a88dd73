package io.github.s3sync.faults;

import io.github.s3sync.event.EventReader;
import io.github.s3sync.testing.FakeS3;
import io.github.s3sync.testing.FaultProxy;
import io.github.s3sync.testing.S3ProxyServer;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.retries.api.BackoffStrategy;
import software.amazon.awssdk.retries.api.RetryStrategy;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * Starts a server with two buckets, a proxy in front of it, and clients on both sides of the proxy.
 */
final class Stage implements AutoCloseable {

  static final String SOURCE = "src-bucket";
  static final String DESTINATION = "dst-bucket";

  /** How long the clients wait for an answer that does not arrive. */
  static final Duration READ_TIMEOUT = Duration.ofSeconds(2);

  static final Duration STALL = READ_TIMEOUT.plusMillis(500);

  private final boolean knowsTags;
  private final FaultProxy proxy;
  private final S3Client direct;
  private final Function<String, String> lastEvent;
  private final Runnable stopServer;
  private final Map<String, S3Client> clients = new ConcurrentHashMap<>();
  private final Map<String, byte[]> contents = new ConcurrentHashMap<>();

  private Stage(
      boolean knowsTags,
      URI endpoint,
      S3Client direct,
      Function<String, String> lastEvent,
      Runnable stopServer) {
    this.knowsTags = knowsTags;
    this.proxy = FaultProxy.to(endpoint);
    this.direct = direct;
    this.lastEvent = lastEvent;
    this.stopServer = stopServer;
  }

  /** Starts S3Proxy, which checks signatures and sends notifications, but does not support tags. */
  static Stage onS3Proxy() {
    Map<String, String> events = new ConcurrentHashMap<>();
    S3ProxyServer server =
        S3ProxyServer.builder()
            .identity("test", "secret", SOURCE, DESTINATION)
            .notify(SOURCE, "", body -> events.put(keyOf(body), body))
            .start();
    server.createBucket(SOURCE);
    server.createBucket(DESTINATION);
    return new Stage(false, server.endpoint(), server.client("test"), events::get, server::close);
  }

  /** Starts the fake S3, for features that S3Proxy does not have. */
  static Stage onFakeS3() {
    FakeS3 server = FakeS3.start();
    server.minimumPartBytes(1);
    server.createBucket(SOURCE);
    server.createBucket(DESTINATION);
    return new Stage(
        true,
        server.endpoint(),
        server.client(),
        key -> server.bucket(SOURCE).notification(key, "1"),
        server::close);
  }

  private static String keyOf(String body) {
    return new EventReader().read(body).events().get(0).rawKey();
  }

  boolean knowsTags() {
    return knowsTags;
  }

  FaultProxy proxy() {
    return proxy;
  }

  /** Returns a client that bypasses the proxy and its faults. */
  S3Client direct() {
    return direct;
  }

  /** Returns the bytes of the templates of sources, by their keys in the source bucket. */
  Map<String, byte[]> contents() {
    return contents;
  }

  /** Returns the notification of the last change of a source. */
  String lastEvent(String key) {
    return lastEvent.apply(key);
  }

  /** Returns a client that uses the proxy. */
  S3Client client(boolean retries, boolean impatient) {
    return clients.computeIfAbsent(
        retries + " " + impatient,
        absent ->
            S3Client.builder()
                .endpointOverride(proxy.endpoint())
                .region(Region.US_EAST_1)
                .forcePathStyle(true)
                .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
                .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED)
                .credentialsProvider(
                    StaticCredentialsProvider.create(AwsBasicCredentials.create("test", "secret")))
                .httpClientBuilder(
                    Apache5HttpClient.builder()
                        .socketTimeout(impatient ? READ_TIMEOUT : Duration.ofMinutes(1)))
                .overrideConfiguration(
                    o -> o.retryStrategy(retries ? threeAttempts() : AwsRetryStrategy.doNotRetry()))
                .build());
  }

  private static RetryStrategy threeAttempts() {
    return AwsRetryStrategy.standardRetryStrategy().toBuilder()
        .maxAttempts(3)
        .backoffStrategy(BackoffStrategy.retryImmediately())
        .throttlingBackoffStrategy(BackoffStrategy.retryImmediately())
        .build();
  }

  @Override
  public void close() {
    clients.values().forEach(S3Client::close);
    proxy.close();
    stopServer.run();
  }
}
