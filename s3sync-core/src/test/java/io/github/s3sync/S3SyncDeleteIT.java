package io.github.s3sync;

import static io.github.s3sync.event.EventKind.CREATED;
import static io.github.s3sync.event.EventKind.REMOVED;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.s3sync.copy.Deadline;
import io.github.s3sync.executor.S3CopyExecutor;
import io.github.s3sync.option.CopyOptions;
import io.github.s3sync.outcome.CopyOutcome;
import io.github.s3sync.outcome.SyncReport;
import io.github.s3sync.pattern.KeyMapper;
import io.github.s3sync.plan.SkipReason;
import io.github.s3sync.rule.CopyRule;
import io.github.s3sync.testing.S3ProxyServer;
import java.util.ArrayDeque;
import java.util.Deque;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.BucketVersioningStatus;
import software.amazon.awssdk.services.s3.model.ListObjectVersionsResponse;
import software.amazon.awssdk.services.s3.model.S3Object;

/** Handles puts and deletes on S3Proxy through the façade. */
class S3SyncDeleteIT {

  private final Deque<String> bodies = new ArrayDeque<>();
  private final S3ProxyServer server =
      S3ProxyServer.builder()
          .identity("writer", "writer-secret", "src-bucket")
          .identity("replicator", "secret", "src-bucket", "dst-bucket")
          .notify("src-bucket", "in/", bodies::add)
          .start();
  private final S3Client source = server.client("writer");
  private final S3Client destination = server.client("replicator");
  private final S3Sync sync =
      S3Sync.builder()
          .rules(
              CopyRule.named("r")
                  .from("src-bucket")
                  .prefix("in/")
                  .on(CREATED, REMOVED)
                  .to("dst-bucket", KeyMapper.replacePrefix("in/", "out/"))
                  .options(CopyOptions.builder().tags(false).acl(null).build())
                  .build())
          .executor(S3CopyExecutor.builder(destination).build())
          .build();

  @BeforeEach
  void createBuckets() {
    server.createBucket("src-bucket");
    server.createBucket("dst-bucket");
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private void put(String key, String content) {
    source.putObject(r -> r.bucket("src-bucket").key(key), RequestBody.fromString(content));
  }

  private CopyOutcome handled() {
    SyncReport report = sync.handle(bodies.remove(), Deadline.none());
    assertThat(report.failed()).isEmpty();
    return report.outcomes().get(0);
  }

  private String replica() {
    return destination.getObjectAsBytes(r -> r.bucket("dst-bucket").key("out/k")).asUtf8String();
  }

  @ParameterizedTest
  @ValueSource(strings = {"report.txt", "한글 파일+이름 (최종).txt", "100%.txt", "a b&c=d'e.txt"})
  void handle_putAndDeleted_theReplicaComesAndGoes(String name) {
    put("in/" + name, "v1");
    put("in/other", "stays");
    assertThat(handled()).isInstanceOf(CopyOutcome.Copied.class);
    assertThat(handled()).isInstanceOf(CopyOutcome.Copied.class);
    source.deleteObject(r -> r.bucket("src-bucket").key("in/" + name));

    assertThat(handled())
        .isInstanceOfSatisfying(
            CopyOutcome.Deleted.class,
            deleted -> {
              assertThat(deleted.requests()).isEqualTo(4);
              assertThat(deleted.lag()).isNotNull();
              assertThat(deleted.replica()).hasToString("s3://dst-bucket/out/" + name);
            });
    assertThat(destination.listObjectsV2(r -> r.bucket("dst-bucket")).contents())
        .extracting(S3Object::key)
        .containsExactly("out/other");
  }

  @Test
  void handle_deleteThatComesAfterTheNextPut_isStale() {
    put("in/k", "v1");
    handled();
    source.deleteObject(r -> r.bucket("src-bucket").key("in/k"));
    String delete = bodies.remove();
    put("in/k", "v2");
    handled();
    bodies.add(delete);

    assertThat(handled())
        .isInstanceOfSatisfying(
            CopyOutcome.Skipped.class,
            skipped -> assertThat(skipped.reason()).isEqualTo(SkipReason.SOURCE_EXISTS));
    assertThat(replica()).isEqualTo("v2");
  }

  @Test
  void handle_versionsOnBothSides_areHiddenUncoveredAndNeverDestroyed() {
    for (String bucket : new String[] {"src-bucket", "dst-bucket"}) {
      destination.putBucketVersioning(
          r ->
              r.bucket(bucket)
                  .versioningConfiguration(v -> v.status(BucketVersioningStatus.ENABLED)));
    }
    put("in/k", "v1");
    handled();
    put("in/k", "v2");
    handled();
    String marker = source.deleteObject(r -> r.bucket("src-bucket").key("in/k")).versionId();
    assertThat(handled()).isInstanceOf(CopyOutcome.Deleted.class);
    ListObjectVersionsResponse replicas =
        destination.listObjectVersions(r -> r.bucket("dst-bucket"));
    assertThat(replicas.versions()).hasSize(2);
    assertThat(replicas.deleteMarkers()).hasSize(1);

    source.deleteObject(r -> r.bucket("src-bucket").key("in/k").versionId(marker));
    assertThat(handled()).isInstanceOf(CopyOutcome.Copied.class);
    assertThat(replica()).isEqualTo("v2");

    String current = source.headObject(r -> r.bucket("src-bucket").key("in/k")).versionId();
    source.deleteObject(r -> r.bucket("src-bucket").key("in/k").versionId(current));
    assertThat(handled()).isInstanceOf(CopyOutcome.Copied.class);
    assertThat(replica()).isEqualTo("v1");
  }
}
