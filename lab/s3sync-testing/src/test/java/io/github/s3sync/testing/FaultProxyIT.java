package io.github.s3sync.testing;

import static io.github.s3sync.testing.FakeS3Harness.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CopyObjectResponse;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;

/** Tests the proxy in front of S3Proxy, which checks signatures and cannot inject faults. */
class FaultProxyIT {

  private final S3ProxyServer server =
      S3ProxyServer.builder().identity("replicator", "secret", "src-bucket", "dst-bucket").start();
  private final FaultProxy proxy = FaultProxy.to(server.endpoint());
  private final S3Client direct = server.client("replicator");
  private final S3Client s3 = client("secret", Duration.ofMinutes(1));

  private S3Client client(String secret, Duration socketTimeout) {
    return S3Client.builder()
        .endpointOverride(proxy.endpoint())
        .region(S3ProxyServer.REGION)
        .forcePathStyle(true)
        .credentialsProvider(
            StaticCredentialsProvider.create(AwsBasicCredentials.create("replicator", secret)))
        .httpClientBuilder(Apache5HttpClient.builder().socketTimeout(socketTimeout))
        .overrideConfiguration(o -> o.retryStrategy(AwsRetryStrategy.doNotRetry()))
        .build();
  }

  @BeforeEach
  void putSource() {
    server.createBucket("src-bucket");
    server.createBucket("dst-bucket");
    direct.putObject(r -> r.bucket("src-bucket").key("k"), RequestBody.fromString("v1"));
  }

  @AfterEach
  void stop() {
    s3.close();
    proxy.close();
    server.close();
  }

  private CopyObjectResponse copy() {
    return copy(s3);
  }

  private static CopyObjectResponse copy(S3Client client) {
    return client.copyObject(
        r ->
            r.sourceBucket("src-bucket")
                .sourceKey("k")
                .destinationBucket("dst-bucket")
                .destinationKey("k"));
  }

  private boolean copied() {
    return !direct.listObjectsV2(r -> r.bucket("dst-bucket")).contents().isEmpty();
  }

  private HeadObjectResponse head() {
    return s3.headObject(r -> r.bucket("src-bucket").key("k"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"plain.txt", "in/한글 파일+이름 (최종).txt", "100%.txt", "a b&c=d'e?#.txt", "%2F%25"})
  void request_withoutFault_goesThroughWithItsSignature(String key) {
    s3.putObject(
        r -> r.bucket("src-bucket").key(key).contentType("text/x"), RequestBody.fromString("text"));
    assertThat(direct.getObjectAsBytes(r -> r.bucket("src-bucket").key(key)).asUtf8String())
        .isEqualTo("text");
    HeadObjectResponse head = s3.headObject(r -> r.bucket("src-bucket").key(key));
    assertThat(head.contentLength()).isEqualTo(4);
    assertThat(head.contentType()).isEqualTo("text/x");
    s3.copyObject(
        r ->
            r.sourceBucket("src-bucket")
                .sourceKey(key)
                .destinationBucket("dst-bucket")
                .destinationKey(key));
    assertThat(s3.getObjectAsBytes(r -> r.bucket("dst-bucket").key(key)).asUtf8String())
        .isEqualTo("text");
    assertThat(s3.listObjectsV2(r -> r.bucket("dst-bucket")).contents())
        .singleElement()
        .satisfies(object -> assertThat(object.key()).isEqualTo(key));
    s3.deleteObject(r -> r.bucket("dst-bucket").key(key));
    assertThat(copied()).isFalse();
    assertThat(proxy.requests())
        .extracting(RecordedRequest::operation)
        .containsExactly(
            "PutObject", "HeadObject", "CopyObject", "GetObject", "ListObjectsV2", "DeleteObject");
    assertThat(proxy.requests().get(0).key()).isEqualTo(key);
  }

  @Test
  void request_signedWithAnotherKey_isRefusedByTheServer() {
    try (S3Client stranger = client("wrong", Duration.ofMinutes(1))) {
      assertRefused(
          403,
          "SignatureDoesNotMatch",
          () -> stranger.getObjectAsBytes(r -> r.bucket("src-bucket").key("k")));
    }
  }

  @Test
  void bytes_bothWays_areTheSame() {
    byte[] bytes = new byte[3 << 20];
    new Random(1).nextBytes(bytes);
    s3.putObject(r -> r.bucket("src-bucket").key("big"), RequestBody.fromBytes(bytes));
    byte[] back = s3.getObjectAsBytes(r -> r.bucket("src-bucket").key("big")).asByteArray();
    assertThat(Arrays.equals(back, bytes)).isTrue();
  }

  @Test
  void headersOfAnUploadInParts_goThroughWithoutABody() {
    s3.createMultipartUpload(
        r ->
            r.bucket("dst-bucket")
                .key("k")
                .contentEncoding("br")
                .contentType("text/csv; charset=euc-kr")
                .cacheControl("max-age=60"));
    assertThat(direct.listMultipartUploads(r -> r.bucket("dst-bucket")).uploads()).hasSize(1);
    assertThat(proxy.requests().get(0).headers())
        .containsEntry("content-encoding", "br")
        .containsEntry("content-type", "text/csv; charset=euc-kr");
  }

  @Test
  void error_onTheNth_hitsThatRequestOnlyAndDoesNothing() {
    proxy.onNth("CopyObject", 2, Fault.error(503, "SlowDown"));
    copy();
    direct.deleteObject(r -> r.bucket("dst-bucket").key("k"));
    assertRefused(503, "SlowDown", this::copy);
    assertThat(copied()).isFalse();
    copy();
    assertThat(copied()).isTrue();
  }

  @Test
  void error_onRequestsWithAHeader_leavesTheOthersAlone() {
    proxy.always(
        request -> request.headers().containsKey("x-amz-copy-source-if-match"),
        Fault.error(501, "NotImplemented"));
    copy();
    assertRefused(
        501,
        "NotImplemented",
        () ->
            s3.copyObject(
                r ->
                    r.sourceBucket("src-bucket")
                        .sourceKey("k")
                        .copySourceIfMatch("\"x\"")
                        .destinationBucket("dst-bucket")
                        .destinationKey("k")));
    proxy.clearFaults();
    copy();
  }

  @Test
  void error_onHead_hasNoBody() {
    proxy.onNext("HeadObject", Fault.error(403, "AccessDenied"));
    FakeS3Harness.assertStatus(403, this::head);
    assertThat(head().contentLength()).isEqualTo(2);
  }

  @Test
  void answerOf200_thatIsNone_isGivenAsItIs() {
    proxy.onNext("CopyObject", Fault.errorIn200("InternalError"));
    assertRefused(200, "InternalError", this::copy);
    proxy.onNext("CopyObject", Fault.empty200());
    assertThat(copy().copyObjectResult().eTag()).isNull();
    assertThat(copied()).isFalse();
  }

  @Test
  void truncated_endsInTheMiddleOfTheBody() {
    proxy.onNext("CopyObject", Fault.truncated200());
    assertThatThrownBy(this::copy).isInstanceOf(SdkClientException.class);
    assertThat(copied()).isTrue();
    proxy.onNext("GetObject", Fault.truncated200());
    assertThatThrownBy(() -> s3.getObjectAsBytes(r -> r.bucket("src-bucket").key("k")))
        .isInstanceOf(SdkClientException.class);
    proxy.onNext("HeadObject", Fault.truncated200());
    assertThatThrownBy(this::head).isInstanceOf(SdkClientException.class);
  }

  @Test
  void reset_isBeforeTheServerOrAfterIt() {
    proxy.onNext("CopyObject", Fault.reset());
    assertThatThrownBy(this::copy).hasRootCauseInstanceOf(SocketException.class);
    assertThat(copied()).isFalse();
    proxy.onNext("CopyObject", Fault.lostAnswer());
    assertThatThrownBy(this::copy).hasRootCauseInstanceOf(SocketException.class);
    assertThat(copied()).isTrue();
  }

  @Test
  void stall_isBeforeTheServerOrAfterIt() {
    try (S3Client impatient = client("secret", Duration.ofSeconds(2))) {
      proxy.onNext("CopyObject", Fault.stall(Duration.ofMillis(2_500)));
      assertThatThrownBy(() -> copy(impatient))
          .hasRootCauseInstanceOf(SocketTimeoutException.class);
      assertThat(copied()).isFalse();
      proxy.onNext("CopyObject", Fault.delayAfter(Duration.ofMillis(2_500)));
      assertThatThrownBy(() -> copy(impatient))
          .hasRootCauseInstanceOf(SocketTimeoutException.class);
      assertThat(copied()).isTrue();
    }
  }

  @Test
  void hook_runsBetweenTwoRequests() {
    String eTag = head().eTag();
    proxy.onNext(
        "HeadObject",
        Fault.first(
            () ->
                direct.putObject(
                    r -> r.bucket("src-bucket").key("k"), RequestBody.fromString("v2"))));
    assertThat(head().eTag()).isNotEqualTo(eTag);
    assertThat(proxy.requests()).hasSize(2);
    proxy.clearRequests();
    assertThat(proxy.requests()).isEmpty();
  }
}
