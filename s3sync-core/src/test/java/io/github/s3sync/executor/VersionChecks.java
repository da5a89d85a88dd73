package io.github.s3sync.executor;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.s3sync.event.ObjectEvent;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.BucketVersioningStatus;

/**
 * Checks buckets whose versioning is suspended: their new objects all have the version ID "null".
 */
final class VersionChecks {

  static final Map<String, Check> ALL = new LinkedHashMap<>();

  static {
    ALL.put("source with suspended versioning", VersionChecks::source);
    ALL.put("destination with suspended versioning", VersionChecks::destination);
  }

  private VersionChecks() {}

  private static void source(Copying c) {
    c.fromSuspended().with(o -> o.recheckAfter(Duration.ZERO));
    requireSuspended(c.client(), c.bucket());
    ObjectEvent event = c.put(p -> p.contentType("text/old"));
    c.put(p -> p.contentType("text/new"));
    c.copied(event);
    assertThat(c.replica().contentType()).isEqualTo("text/new");
    assertThat(c.replicaContent()).isEqualTo(c.content());
  }

  private static void destination(Copying c) {
    c.toSuspended();
    requireSuspended(c.replicaClient(), c.replicaBucket());
    c.copied(c.put(p -> p.contentType("text/old")));
    c.copied(c.put(p -> p.contentType("text/new")));
    assertThat(c.replica().contentType()).isEqualTo("text/new");
    assertThat(c.replicaContent()).isEqualTo(c.content());
  }

  private static void requireSuspended(S3Client client, String bucket) {
    assertThat(client.getBucketVersioning(r -> r.bucket(bucket)).status())
        .isEqualTo(BucketVersioningStatus.SUSPENDED);
  }
}
