package io.github.s3sync.executor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.s3sync.S3Sync;
import io.github.s3sync.client.RegionalS3Clients;
import io.github.s3sync.client.S3Clients;
import io.github.s3sync.config.RulesReader;
import io.github.s3sync.copy.Deadline;
import io.github.s3sync.event.ObjectEvent;
import io.github.s3sync.outcome.CopyOutcome;
import io.github.s3sync.outcome.OutcomeListener;
import io.github.s3sync.outcome.SyncReport;
import io.github.s3sync.plan.FailureReason;
import io.github.s3sync.rule.InvalidRuleException;
import io.github.s3sync.testing.S3ProxyServer;
import io.github.s3sync.testing.StsServer;
import io.github.s3sync.testing.StsServer.Session;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.sync.RequestBody;

/** Streams between two stores that check signatures and have different access keys. */
class StreamBetweenStoresIT {

  private static final String SECRET = "not-a-secret";
  private static final String ROLE = "arn:aws:iam::111111111111:role/reader";

  private final StsServer sts = StsServer.start();
  private final S3ProxyServer from =
      S3ProxyServer.builder()
          .identity("reader", SECRET, "data")
          .identity("assumed", SECRET, "data")
          .start();
  private final S3ProxyServer to =
      S3ProxyServer.builder().identity("writer", SECRET, "data").start();
  private final RegionalS3Clients clients =
      RegionalS3Clients.builder()
          .accessKey("process", SECRET)
          .defaultRegion("us-east-1")
          .credentials("reader", StaticCredentialsProvider.create(from.credentials("reader")))
          .credentials("writer", StaticCredentialsProvider.create(to.credentials("writer")))
          .stsEndpoint(sts.endpoint())
          .build();

  StreamBetweenStoresIT() {
    from.createBucket("data");
    to.createBucket("data");
    sts.role(ROLE, "partner", Session.of("assumed", SECRET));
  }

  @AfterEach
  void stop() {
    clients.close();
    from.close();
    to.close();
    sts.close();
  }

  private S3Sync facade(String source, String destination, String options) {
    String json =
        """
        {"rules": [{
          "name": "stream",
          "source": {"bucket": "data", "events": ["CREATED", "REMOVED"], "endpoint": "%s", %s},
          "destination": {"bucket": "data", "endpoint": "%s", %s},
          "options": {"tags": false, "acl": "none"%s}}]}
        """
            .formatted(from.endpoint(), source, to.endpoint(), destination, options);
    return S3Sync.builder()
        .rules(new RulesReader().read(json))
        .listener(OutcomeListener.none())
        .executor(S3CopyExecutor.builder(clients).streamPartSizeBytes(5 << 20).build())
        .build();
  }

  private SyncReport stream(String source, String destination) {
    return facade(source, destination, ", \"transfer\": \"stream\"")
        .handle(List.of(ObjectEvent.created("data", "in/k")), Deadline.none());
  }

  private byte[] put(int size) {
    byte[] content = new byte[size];
    new Random(size).nextBytes(content);
    from.client("reader")
        .putObject(
            r -> r.bucket("data").key("in/k").contentType("text/x").metadata(Map.of("a", "b")),
            RequestBody.fromBytes(content));
    return content;
  }

  @ParameterizedTest
  @EnumSource(
      value = CopyPath.class,
      names = {"STREAMED", "STREAMED_MULTIPART"})
  void handle_eachSideWithItsOwnKeys_streams(CopyPath path) {
    byte[] content = put(path.content().length);

    SyncReport report = stream("\"credentials\": \"reader\"", "\"credentials\": \"writer\"");

    assertThat(report.failed()).isEmpty();
    var replica = to.client("writer").getObjectAsBytes(r -> r.bucket("data").key("in/k"));
    assertThat(replica.asByteArray()).isEqualTo(content);
    assertThat(replica.response().contentType()).isEqualTo("text/x");
    assertThat(replica.response().metadata()).containsEntry("a", "b");
  }

  @Test
  void handle_roleThatReads_isAssumedWithItsExternalId() {
    byte[] content = put(3);

    SyncReport report =
        stream(
            "\"role\": {\"arn\": \"%s\", \"externalId\": \"partner\"}".formatted(ROLE),
            "\"credentials\": \"writer\"");

    assertThat(report.failed()).isEmpty();
    assertThat(
            to.client("writer").getObjectAsBytes(r -> r.bucket("data").key("in/k")).asByteArray())
        .isEqualTo(content);
    assertThat(sts.requests()).hasSize(1);
  }

  @Test
  void handle_sidesWithTheOthersKeys_fail() {
    put(3);

    SyncReport report = stream("\"credentials\": \"writer\"", "\"credentials\": \"reader\"");

    assertThat(report.failed())
        .singleElement()
        .extracting(CopyOutcome.Failed::reason)
        .isIn(FailureReason.CREDENTIALS, FailureReason.ACCESS_DENIED);
    assertThat(to.client("writer").listObjectsV2(r -> r.bucket("data")).contents()).isEmpty();
  }

  @Test
  void build_withoutStreaming_refusesASideOfItsOwn() {
    assertThatThrownBy(() -> facade("\"credentials\": \"reader\"", "\"key\": \"{key}\"", ""))
        .hasMessage(
            "$.rules[0].source.credentials is set, expected it only together with the option"
                + " transfer 'stream': a server-side copy is made by the destination's principal");
  }

  @Test
  void build_clientsGiven_takeNoSideOfItsOwn() {
    S3Clients given = S3Clients.of(from.client("reader"), to.client("writer"));
    S3CopyExecutor executor = S3CopyExecutor.builder(given).build();
    try (S3Sync sync =
        facade("\"credentials\": \"reader\"", "\"key\": \"{key}\"", ", \"transfer\": \"stream\"")) {
      assertThatThrownBy(() -> executor.check(sync.rules().rules().get(0)))
          .isInstanceOf(InvalidRuleException.class)
          .hasMessageContaining("source.credentials is set, but the clients are fixed");
    }
  }
}
