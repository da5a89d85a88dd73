package io.github.s3sync.setup.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.github.s3sync.S3Sync;
import io.github.s3sync.copy.Concurrency;
import io.github.s3sync.copy.Deadline;
import io.github.s3sync.executor.S3CopyExecutor;
import io.github.s3sync.option.CopyOptions;
import io.github.s3sync.outcome.CopyOutcome;
import io.github.s3sync.outcome.SyncReport;
import io.github.s3sync.pattern.KeyMapper;
import io.github.s3sync.plan.FailureReason;
import io.github.s3sync.plan.SkipReason;
import io.github.s3sync.rule.CopyRule;
import io.github.s3sync.rule.CopyRules;
import io.github.s3sync.testing.FakeS3;
import io.github.s3sync.testing.Fault;
import io.github.s3sync.testing.RedirectedS3Client;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.policybuilder.iam.IamPolicy;

/**
 * The generated policies are sufficient and minimal: a server enforces the policies of the caller
 * and of the buckets. KMS, roles and streams are compared as text only, in {@link
 * GoldenPoliciesTest}.
 */
class EnforcedPoliciesTest {

  private static final String CALLER = "restricted";
  private static final Set<Feature> ONLY_AS_TEXT =
      EnumSet.of(Feature.ROLE, Feature.STREAM, Feature.PREFIXES);
  private static final long MIB = 1024 * 1024;
  private static final long LARGE = 11 * MIB;

  private final FakeS3 s3 = FakeS3.start();

  @BeforeEach
  void createBuckets() {
    s3.createBucket("src", "222222222222");
    s3.createBucket("dst", "333333333333");
  }

  @AfterEach
  void stop() {
    s3.close();
  }

  @ParameterizedTest
  @EnumSource(
      value = Feature.class,
      names = {"ROLE", "STREAM", "PREFIXES"},
      mode = EnumSource.Mode.EXCLUDE)
  void policies_ofPrincipalAndBucket_suffice(Feature feature) {
    enforce(feature);
    assertThat(broken(feature)).isNull();
  }

  @Test
  void policies_ofPrefixes_letCopyUnderThemOnly() {
    enforce(Feature.PREFIXES);
    put("in/odd *?$/a", 10);
    put("in/odd xy$/a", 10);
    try (S3Sync sync = sync(Feature.PREFIXES.rules());
        S3Sync wider = sync(CopyRules.of(rule("in/", "bdp/")));
        S3Sync elsewhere = sync(CopyRules.of(rule("in/odd *?$/", "else/")))) {
      assertThat(handle(sync, "in/odd *?$/a", Deadline.none()).failed()).isEmpty();
      assertThat(s3.bucket("dst").keys()).containsExactly("bdp/in/odd *?$/a");
      assertDenied(handle(wider, "in/odd xy$/a", Deadline.none()));
      assertDenied(handle(elsewhere, "in/odd *?$/a", Deadline.none()));
    }
  }

  private static CopyRule rule(String prefix, String under) {
    return CopyRule.named("r")
        .from("src")
        .prefix(prefix)
        .to("dst", KeyMapper.under(under))
        .options(CopyOptions.builder().tags(false).acl(null).build())
        .build();
  }

  private static void assertDenied(SyncReport report) {
    assertThat(report.failed())
        .extracting(CopyOutcome.Failed::reason)
        .containsExactly(FailureReason.ACCESS_DENIED);
  }

  /**
   * Uses a principal of a third account, so that the policies of both buckets are needed as well.
   */
  private void enforce(Feature feature) {
    SyncPolicies policies = feature.policies();
    s3.enforce(
        CALLER,
        Feature.PRINCIPAL,
        Objects.requireNonNull(policies.identities().get(Feature.PRINCIPAL)).toJson());
    policies.buckets().forEach((bucket, policy) -> s3.bucket(bucket).policy(policy.toJson()));
  }

  @ParameterizedTest
  @MethodSource("actionsOfFeatures")
  void identity_oneActionLess_breaks(Feature feature, Allowed missing) {
    Set<Allowed> rest = new TreeSet<>(actions(feature));
    assertThat(rest.remove(missing)).isTrue();
    s3.allowOnly(CALLER, (action, bucket) -> rest.contains(new Allowed(action, bucket)));
    assertThat(broken(feature)).isNotNull();
  }

  /** Returns the actions of PLAIN, and those that each other feature adds. */
  static Stream<Arguments> actionsOfFeatures() {
    Set<Allowed> plain = actions(Feature.PLAIN);
    return Stream.of(Feature.values())
        .filter(feature -> !ONLY_AS_TEXT.contains(feature))
        .flatMap(
            feature ->
                actions(feature).stream()
                    .filter(action -> feature == Feature.PLAIN || !plain.contains(action))
                    .map(action -> arguments(feature, action)));
  }

  /**
   * Allows one action in one bucket.
   *
   * @param action such as {@code s3:GetObject}
   * @param bucket the bucket's name
   */
  record Allowed(String action, String bucket) implements Comparable<Allowed> {
    @Override
    public int compareTo(Allowed other) {
      return (action + bucket).compareTo(other.action + other.bucket);
    }
  }

  private static Set<Allowed> actions(Feature feature) {
    IamPolicy identity =
        Objects.requireNonNull(feature.policies().identities().get(Feature.PRINCIPAL));
    Set<Allowed> allowed = new TreeSet<>();
    identity.statements().stream()
        .filter(statement -> !statement.sid().startsWith("UseKeys"))
        .forEach(
            statement ->
                statement
                    .actions()
                    .forEach(
                        action ->
                            statement
                                .resources()
                                .forEach(
                                    resource ->
                                        allowed.add(
                                            new Allowed(
                                                action.value(), bucket(resource.value()))))));
    return allowed;
  }

  private static String bucket(String arn) {
    return arn.replace("arn:aws:s3:::", "").replaceAll("/.*", "");
  }

  /** Returns the operation that fails; null if all succeed. */
  private @Nullable String broken(Feature feature) {
    try (S3Sync sync = sync(feature.rules())) {
      if (!copies(sync, "small", 10)) {
        return "a small object";
      }
      if (!copies(sync, "large", LARGE)) {
        return "a large object";
      }
      if (!knowsWhatIsGone(sync)) {
        return "an object that is gone";
      }
      if (feature == Feature.TWO_WAY && !knowsWhatIsEqual(sync)) {
        return "a replica that is equal already";
      }
      if (feature == Feature.DELETES && !deletes(sync)) {
        return "a delete";
      }
      if (!abortsWhatFails(sync)) {
        return "a failed upload";
      }
      boolean resumes =
          !EnumSet.of(Feature.NEVER_OVERWRITES, Feature.OBJECT_LOCK, Feature.TWO_WAY)
              .contains(feature);
      return resumes && !goesOn(sync) ? "a copy that runs out of time" : null;
    }
  }

  private S3Sync sync(CopyRules rules) {
    return S3Sync.builder()
        .rules(rules)
        .executor(
            S3CopyExecutor.builder(
                    // Policies are those of Amazon S3.
                    RedirectedS3Client.create(s3.endpoint(), CALLER, AwsRetryStrategy.doNotRetry()))
                .multipartThresholdBytes(5 * MIB)
                .partSizeBytes(5 * MIB)
                // Copies the parts one after the other, so that a slow part delays the following
                // ones.
                .concurrency(Concurrency.callerOnly())
                .build())
        .build();
  }

  private boolean copies(S3Sync sync, String key, long bytes) {
    put(key, bytes);
    return handle(sync, key, Deadline.none()).failed().isEmpty()
        && s3.sameContent("src", key, "dst", key)
        && (sync.rules().rules().stream().noneMatch(rule -> rule.options().tags())
            || s3.bucket("src").tags(key).equals(s3.bucket("dst").tags(key)));
  }

  private boolean knowsWhatIsGone(S3Sync sync) {
    put("gone", 10);
    String created = s3.bucket("src").notification("gone", "01");
    s3.client().deleteObject(r -> r.bucket("src").key("gone"));
    SyncReport report = sync.handle(created, Deadline.none());
    return report.outcomes().get(0) instanceof CopyOutcome.Skipped skipped
        && skipped.reason() == SkipReason.SOURCE_GONE;
  }

  private boolean knowsWhatIsEqual(S3Sync sync) {
    return handle(sync, "small", Deadline.none()).outcomes().get(0)
            instanceof CopyOutcome.Skipped skipped
        && skipped.reason() == SkipReason.ALREADY_CURRENT;
  }

  private boolean deletes(S3Sync sync) {
    s3.client().deleteObject(r -> r.bucket("src").key("small"));
    String removed =
        """
        {"Records": [{"eventVersion": "2.1", "eventSource": "aws:s3", "awsRegion": "us-east-1",
          "eventName": "ObjectRemoved:Delete",
          "s3": {"bucket": {"name": "src"}, "object": {"key": "small", "versionId": "v1"}}}]}
        """;
    // The same version, so that the replica is looked up.
    return sync.handle(removed, Deadline.none()).failed().isEmpty()
        && !s3.bucket("dst").keys().contains("small");
  }

  private boolean abortsWhatFails(S3Sync sync) {
    put("failing", LARGE);
    s3.onNext("UploadPartCopy", Fault.error(400, "InvalidRequest"));
    handle(sync, "failing", Deadline.none());
    return s3.openUploads() == 0;
  }

  private boolean goesOn(S3Sync sync) {
    put("slow", LARGE);
    s3.onNext("UploadPartCopy", Fault.delay(Duration.ofMillis(1_100)));
    handle(sync, "slow", Deadline.after(Duration.ofSeconds(2)));
    s3.clearRequests();
    handle(sync, "slow", Deadline.after(Duration.ofMinutes(5)));
    return s3.sameContent("src", "slow", "dst", "slow")
        && !s3.operations().contains("CreateMultipartUpload");
  }

  private void put(String key, long bytes) {
    if (bytes < MIB) {
      s3.client()
          .putObject(
              r -> r.bucket("src").key(key).tagging("a=1"),
              RequestBody.fromString("x".repeat((int) bytes)));
    } else {
      s3.putSynthetic("src", key, bytes, Map.of("x-amz-checksum-algorithm", "CRC64NVME"));
    }
  }

  private SyncReport handle(S3Sync sync, String key, Deadline deadline) {
    return sync.handle(s3.bucket("src").notification(key, "01"), deadline);
  }
}
