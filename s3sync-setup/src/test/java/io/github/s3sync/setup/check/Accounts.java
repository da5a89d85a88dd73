package io.github.s3sync.setup.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.s3sync.client.S3Clients;
import io.github.s3sync.destination.Access;
import io.github.s3sync.option.TransferMode;
import io.github.s3sync.plan.CopyPlan;
import io.github.s3sync.rule.CopyRules;
import io.github.s3sync.setup.finding.Finding;
import io.github.s3sync.setup.finding.Permission;
import io.github.s3sync.setup.policy.Feature;
import io.github.s3sync.setup.policy.SyncPolicies;
import io.github.s3sync.testing.FakeBucket;
import io.github.s3sync.testing.FakeS3;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.policybuilder.iam.IamPolicy;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * Sets up buckets {@code src} and {@code dst} with an object and its replica, on a server that
 * enforces the policies of the principals. Records whether anything is written.
 */
final class Accounts implements AutoCloseable {

  private final FakeS3 s3 = FakeS3.start();
  private final Map<String, S3Client> clients = new HashMap<>();
  private final List<String> events = Collections.synchronizedList(new ArrayList<>());

  Accounts() {
    s3.createBucket("src", "222222222222");
    s3.createBucket("dst", "333333333333");
  }

  FakeS3 s3() {
    return s3;
  }

  /** Puts an object and its replica, and records requests from then on. */
  void put(String key, String replica) {
    for (String[] object : new String[][] {{"src", key}, {"dst", replica}}) {
      s3.client()
          .putObject(
              r -> r.bucket(object[0]).key(object[1]).tagging("a=1"), RequestBody.fromString("x"));
    }
  }

  void listen() {
    s3.notify("src", events::add);
    s3.notify("dst", events::add);
  }

  /** Returns the access key of a principal, named after the end of its ARN. */
  static String accessKey(String principal) {
    return principal.substring(principal.lastIndexOf('/') + 1);
  }

  S3Client client(String principal) {
    return clients.computeIfAbsent(accessKey(principal), s3::client);
  }

  S3Clients clients() {
    return new S3Clients() {
      @Override
      public S3Client source(CopyPlan plan) {
        boolean streams = plan.rule().options().transfer() == TransferMode.STREAM;
        return of(streams ? plan.rule().sourceAccess() : plan.destination().access());
      }

      @Override
      public S3Client destination(CopyPlan plan) {
        return of(plan.destination().access());
      }

      private S3Client of(Access access) {
        return client(access.role() == null ? Feature.PRINCIPAL : access.role().arn());
      }
    };
  }

  void allowOnly(Set<Allowed> allowed) {
    allow(allowed::contains);
  }

  void allow(Predicate<Allowed> allowed) {
    for (String principal :
        List.of(Feature.PRINCIPAL, Feature.DESTINATION_ROLE, Feature.SOURCE_ROLE)) {
      s3.allowOnly(
          accessKey(principal),
          (action, bucket) -> allowed.test(new Allowed(principal, action, bucket)));
    }
  }

  /** Returns everything that the policies allow in buckets. */
  static Set<Allowed> granted(SyncPolicies policies) {
    Set<Allowed> granted = new TreeSet<>();
    policies.identities().forEach((principal, policy) -> add(granted, principal, policy));
    return granted;
  }

  private static void add(Set<Allowed> granted, String principal, IamPolicy policy) {
    policy.statements().stream()
        .filter(s -> s.resources().stream().allMatch(r -> r.value().startsWith("arn:aws:s3:")))
        .forEach(
            s ->
                s.actions()
                    .forEach(
                        action ->
                            s.resources()
                                .forEach(
                                    r ->
                                        granted.add(
                                            new Allowed(
                                                principal, action.value(), bucket(r.value()))))));
  }

  private static String bucket(String arn) {
    return arn.replace("arn:aws:s3:::", "").replaceAll("/.*", "");
  }

  PreflightBuilder preflight(CopyRules rules) {
    return Preflight.builder().rules(rules).clients(clients()).aws(client -> true);
  }

  /** Returns the missing permissions on buckets. */
  static Set<Allowed> missing(List<Finding> findings) {
    Set<Allowed> missing = new TreeSet<>();
    for (Finding finding : findings) {
      if (finding.isMissingPermission()) {
        Permission permission = Objects.requireNonNull(finding.permission());
        String principal = Objects.requireNonNull(permission.principal());
        missing.add(new Allowed(principal, permission.action(), bucket(permission.resource())));
      }
    }
    return missing;
  }

  /** Returns the objects and uploads of both buckets. */
  String contents() {
    StringBuilder contents = new StringBuilder("uploads " + s3.openUploads());
    for (String name : List.of("src", "dst")) {
      FakeBucket bucket = s3.bucket(name);
      contents.append(' ').append(name).append(bucket.keys());
      s3.client()
          .listObjectVersions(r -> r.bucket(name))
          .versions()
          .forEach(v -> contents.append(v.key()).append(v.versionId()).append(v.lastModified()));
      s3.client()
          .listObjectVersions(r -> r.bucket(name))
          .deleteMarkers()
          .forEach(marker -> contents.append("marker ").append(marker.key()));
    }
    return contents.toString();
  }

  void assertNobodyWasTold() {
    assertThat(events).isEmpty();
  }

  @Override
  public void close() {
    s3.close();
  }

  /**
   * Allows one action of one principal in one bucket.
   *
   * @param principal its ARN
   * @param action such as {@code s3:GetObject}
   * @param bucket the bucket's name
   */
  record Allowed(String principal, String action, String bucket) implements Comparable<Allowed> {
    @Override
    public int compareTo(Allowed other) {
      return toString().compareTo(other.toString());
    }
  }
}
