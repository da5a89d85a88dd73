package io.github.s3sync.executor;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.s3sync.S3Sync;
import io.github.s3sync.client.RegionalS3Clients;
import io.github.s3sync.client.S3Clients;
import io.github.s3sync.copy.Deadline;
import io.github.s3sync.event.EventKind;
import io.github.s3sync.event.EventSource;
import io.github.s3sync.event.ObjectEvent;
import io.github.s3sync.key.ObjectRef;
import io.github.s3sync.option.CopyOptions;
import io.github.s3sync.option.TransferMode;
import io.github.s3sync.outcome.CopyOutcome;
import io.github.s3sync.outcome.OutcomeListener;
import io.github.s3sync.outcome.SyncReport;
import io.github.s3sync.pattern.KeyMapper;
import io.github.s3sync.plan.CopyPlan;
import io.github.s3sync.plan.SkipReason;
import io.github.s3sync.request.Source;
import io.github.s3sync.rule.CopyRule;
import io.github.s3sync.testing.FakeS3;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.endpoints.Endpoint;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.DelegatingS3Client;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.HeadObjectRequest;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.MetadataDirective;

/**
 * Checks two-way rules between S3, which returns metadata in the encoding of RFC 2047, and a store
 * that returns the bytes.
 */
class TwoWayBetweenStoresTest {

  private static final String TITLE = "한글 제목é";

  private final FakeS3 cloud = FakeS3.start();
  private final FakeS3 local = FakeS3.start();
  private final RegionalS3Clients raw =
      RegionalS3Clients.builder()
          .accessKey("test", "test")
          .defaultRegion("us-east-1")
          .endpoint(local.endpoint())
          .build();
  private final S3Client aws = new LikeS3(clientOfS3());
  private final CopyRule there = rule("there", "local", "cloud");
  private final CopyRule back = rule("back", "cloud", "local");

  private final S3Clients clients =
      new S3Clients() {
        @Override
        public S3Client source(CopyPlan plan) {
          return client(plan.source().bucket());
        }

        @Override
        public S3Client destination(CopyPlan plan) {
          return client(plan.replica().bucket());
        }
      };

  private final S3Sync sync =
      S3Sync.builder()
          .rules(there, back)
          .executor(CopySeams.inParts(S3CopyExecutor.builder(clients), CopyFixture.PART).build())
          .listener(OutcomeListener.none())
          .build();

  @BeforeEach
  void buckets() {
    cloud.minimumPartBytes(CopyFixture.PART);
    cloud.createBucket("cloud");
    local.minimumPartBytes(CopyFixture.PART);
    local.createBucket("local");
  }

  @AfterEach
  void stop() {
    raw.close();
    aws.close();
    cloud.close();
    local.close();
  }

  /** Returns a client that is configured for S3 only and whose requests go to the fake S3. */
  @SuppressWarnings("deprecation") // what replaces url is not in the oldest SDK that is supported
  private S3Client clientOfS3() {
    return S3Client.builder()
        .region(Region.US_EAST_1)
        .credentialsProvider(
            StaticCredentialsProvider.create(AwsBasicCredentials.create("test", "test")))
        .endpointProvider(
            params ->
                CompletableFuture.completedFuture(
                    Endpoint.builder()
                        .url(URI.create(cloud.endpoint() + "/" + params.bucket()))
                        .build()))
        .build();
  }

  private static CopyRule rule(String name, String from, String to) {
    return CopyRule.named(name)
        .from(from)
        .to(to, KeyMapper.same())
        .options(CopyOptions.builder().twoWay(true).transfer(TransferMode.STREAM).build())
        .build();
  }

  private S3Client client(String bucket) {
    return bucket.equals("cloud") ? aws : raw.destination(localPlan());
  }

  private CopyPlan localPlan() {
    return new CopyPlan(
        ObjectEvent.created("local", "k"),
        there,
        there.destinations().get(0),
        new ObjectRef("local", "k"),
        new ObjectRef("cloud", "k"));
  }

  private void put(CopyPath path, String version) {
    byte[] content = path.content();
    content[0] = (byte) version.hashCode();
    client("local")
        .putObject(
            r ->
                r.bucket("local")
                    .key("k")
                    .contentType("text/plain")
                    .metadata(Map.of("title", TITLE + version)),
            RequestBody.fromBytes(content));
  }

  private HeadObjectResponse head(String bucket) {
    return client(bucket).headObject(r -> r.bucket(bucket).key("k"));
  }

  /** Returns the text in the form of a store that keeps the bytes. */
  private static String utf8(String text) {
    return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
  }

  private ObjectEvent event(String bucket) {
    HeadObjectResponse head = head(bucket);
    return ObjectEvent.builder(EventSource.EVENT_BRIDGE, EventKind.CREATED, bucket, "k")
        .sizeBytes(head.contentLength())
        .eTag(Source.unquoted(head.eTag()))
        .versionId(head.versionId())
        .time(Instant.now())
        .requester("111122223333")
        .build();
  }

  private CopyOutcome handle(ObjectEvent event) {
    SyncReport report = sync.handle(List.of(event), Deadline.none());
    assertThat(report.failed()).isEmpty();
    return report.outcomes().get(0);
  }

  private static void assertSkipped(CopyOutcome outcome, SkipReason reason) {
    assertThat(outcome).isInstanceOf(CopyOutcome.Skipped.class);
    assertThat(((CopyOutcome.Skipped) outcome).reason()).isEqualTo(reason);
  }

  @ParameterizedTest
  @EnumSource(names = {"STREAMED", "STREAMED_MULTIPART"})
  void handle_echoOfMetadataThatS3Encodes_undoesNothing(CopyPath path) {
    put(path, "1");
    assertThat(handle(event("local"))).isInstanceOf(CopyOutcome.Copied.class);
    assertThat(head("cloud").metadata().get("title")).startsWith("=?UTF-8?Q?=ED");
    ObjectEvent echo = event("cloud");
    assertSkipped(handle(echo), SkipReason.ALREADY_CURRENT);

    put(path, "2");
    assertSkipped(handle(echo), SkipReason.OWN_COPY);
    assertThat(head("local").metadata()).containsEntry("title", utf8(TITLE + "2"));
    assertThat(handle(event("local"))).isInstanceOf(CopyOutcome.Copied.class);
    assertSkipped(handle(event("cloud")), SkipReason.ALREADY_CURRENT);
  }

  @ParameterizedTest
  @EnumSource(names = {"STREAMED", "STREAMED_MULTIPART"})
  void handle_userChangesTheReplicaInS3_metadataArrivesAsItsUserWroteIt(CopyPath path) {
    put(path, "1");
    handle(event("local"));
    Map<String, String> changed = new HashMap<>(head("cloud").metadata());
    changed.put("more", "=?UTF-8?Q?=C3=84_x?= =?UTF-8?B?4g==?= =?UTF-8?B?gqw=?=");
    cloud
        .client()
        .copyObject(
            r ->
                r.sourceBucket("cloud")
                    .sourceKey("k")
                    .destinationBucket("cloud")
                    .destinationKey("k")
                    .metadataDirective(MetadataDirective.REPLACE)
                    .contentType("text/plain")
                    .metadata(changed));

    assertThat(handle(event("cloud"))).isInstanceOf(CopyOutcome.Copied.class);
    assertThat(head("local").metadata())
        .containsEntry("title", utf8(TITLE + "1"))
        .containsEntry("more", utf8("Ä x€"));
    assertSkipped(handle(event("local")), SkipReason.ALREADY_CURRENT);
    assertSkipped(handle(event("cloud")), SkipReason.ALREADY_CURRENT);
  }

  /** Sends the requests for S3 to a fake, and returns metadata in S3's other encoding. */
  private static final class LikeS3 extends DelegatingS3Client {

    private static final String BASE64 = "=?UTF-8?B?";

    LikeS3(S3Client fake) {
      super(fake);
    }

    @Override
    public HeadObjectResponse headObject(HeadObjectRequest request) {
      HeadObjectResponse head = super.headObject(request);
      Map<String, String> shown = new HashMap<>(head.metadata());
      shown.replaceAll((name, value) -> value.startsWith(BASE64) ? quoted(value) : value);
      return head.toBuilder().metadata(shown).build();
    }

    private static String quoted(String word) {
      String text = word.substring(BASE64.length(), word.length() - 2);
      StringBuilder quoted = new StringBuilder("=?UTF-8?Q?");
      for (byte b : Base64.getDecoder().decode(text)) {
        quoted.append(String.format("=%02X", b));
      }
      return quoted.append("?=").toString();
    }
  }
}
