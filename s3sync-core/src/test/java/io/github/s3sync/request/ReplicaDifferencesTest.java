package io.github.s3sync.request;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.s3sync.client.S3Clients;
import io.github.s3sync.copy.CopyException;
import io.github.s3sync.copy.Deadline;
import io.github.s3sync.event.ObjectEvent;
import io.github.s3sync.key.ObjectRef;
import io.github.s3sync.option.CopyOptions;
import io.github.s3sync.option.CopyOptionsBuilder;
import io.github.s3sync.option.Encryption;
import io.github.s3sync.option.ObjectLock;
import io.github.s3sync.plan.CopyPlan;
import io.github.s3sync.plan.FailureReason;
import io.github.s3sync.rule.CopyRule;
import io.github.s3sync.testing.FakeS3;
import io.github.s3sync.testing.Fault;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.HeadObjectRequest;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;

/** Checks how a source and its replica are compared without a copy. */
class ReplicaDifferencesTest {

  private final FakeS3 s3 = FakeS3.start();
  private final ReplicaLook look = new ReplicaLook(S3Clients.of(s3.client()));
  private CopyOptions options = CopyOptions.defaults();

  @BeforeEach
  void buckets() {
    s3.createBucket("src");
    s3.createBucket("dst");
  }

  @AfterEach
  void stop() {
    s3.close();
  }

  private void put(String bucket, String content, Consumer<PutObjectRequest.Builder> with) {
    PutObjectRequest.Builder request =
        PutObjectRequest.builder()
            .bucket(bucket)
            .key("k")
            .contentType("text/plain")
            .metadata(Map.of("a", "1"))
            .tagging("t=1");
    with.accept(request);
    s3.client().putObject(request.build(), RequestBody.fromString(content));
  }

  private CopyPlan plan() {
    CopyRule rule = CopyRule.named("r").from("src").to("dst").options(options).build();
    return new CopyPlan(
        ObjectEvent.created("src", "k"),
        rule,
        rule.destinations().get(0),
        new ObjectRef("src", "k"),
        new ObjectRef("dst", "k"));
  }

  private ReplicaState look(boolean tags) {
    return look.look(plan(), tags, Deadline.none());
  }

  private ReplicaDifferences differences(boolean tags) {
    ReplicaState state = look(tags);
    assertThat(state.settled()).isTrue();
    assertThat(state.source()).isNotNull();
    assertThat(state.replica()).isNotNull();
    return Objects.requireNonNull(state.differences());
  }

  private static final ReplicaDifferences NONE = new ReplicaDifferences(Set.of(), Set.of());

  private static ReplicaDifferences only(ReplicaAspect aspect) {
    return new ReplicaDifferences(Set.of(aspect), Set.of());
  }

  @Test
  void look_equalObjects_differInNothing() {
    put("src", "text", r -> {});
    put("dst", "text", r -> {});
    assertThat(differences(true)).isEqualTo(NONE);
    assertThat(look(false).requests()).isEqualTo(2);
  }

  @ParameterizedTest
  @EnumSource(
      names = {"CONTENT", "HEADERS", "METADATA", "TAGS", "WEBSITE_REDIRECT", "STORAGE_CLASS"})
  void look_oneDifference_isNamed(ReplicaAspect aspect) {
    options = CopyOptions.builder().keepStorageClass(true).build();
    put("src", "text", r -> {});
    put(
        "dst",
        aspect == ReplicaAspect.CONTENT ? "txet" : "text",
        r -> {
          switch (aspect) {
            case HEADERS -> r.contentType("text/csv");
            case METADATA -> r.metadata(Map.of("a", "2"));
            case TAGS -> r.tagging("t=2");
            case WEBSITE_REDIRECT -> r.websiteRedirectLocation("/elsewhere");
            case STORAGE_CLASS -> r.storageClass("STANDARD_IA");
            default -> {}
          }
        });
    assertThat(differences(true)).isEqualTo(only(aspect));
  }

  @Test
  void look_numberOfTagsDiffers_isSeenWithoutReadingThem() {
    put("src", "text", r -> {});
    put("dst", "text", r -> r.tagging("t=1&u=2"));
    s3.clearRequests();
    assertThat(differences(false)).isEqualTo(only(ReplicaAspect.TAGS));
    assertThat(s3.operations()).doesNotContain("GetObjectTagging");
  }

  @Test
  void look_ruleKeepsRedirects_otherRedirectDiffers() {
    options = CopyOptions.builder().keepWebsiteRedirect(true).build();
    put("src", "text", r -> r.websiteRedirectLocation("/a"));
    put("dst", "text", r -> r.websiteRedirectLocation("/a"));
    assertThat(differences(true)).isEqualTo(NONE);
    put("dst", "text", r -> {});
    assertThat(differences(true)).isEqualTo(only(ReplicaAspect.WEBSITE_REDIRECT));
  }

  /** Each side of a two-way rule has its own storage class and redirect. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void look_replicaIsStoredInAnotherWay_differsUnlessTheRuleIsTwoWay(boolean twoWay) {
    options = CopyOptions.builder().twoWay(twoWay).storageClass("STANDARD_IA").build();
    put("src", "text", r -> {});
    put("dst", "text", r -> r.websiteRedirectLocation("/a"));
    assertThat(differences(true).differing().contains(ReplicaAspect.STORAGE_CLASS))
        .isEqualTo(!twoWay);
    assertThat(differences(true).differing().contains(ReplicaAspect.WEBSITE_REDIRECT))
        .isEqualTo(!twoWay);
  }

  @Test
  void look_tagsCannotBeReadBecauseTheObjectIsGone_differ() {
    put("src", "text", r -> {});
    put("dst", "text", r -> {});
    s3.always("GetObjectTagging", Fault.error(404, "NoSuchKey"));
    assertThat(differences(true)).isEqualTo(only(ReplicaAspect.TAGS));
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void look_ruleLeavesTagsOut_taggedReplicaDiffers(boolean tags) {
    options = CopyOptions.builder().tags(false).build();
    put("src", "text", r -> {});
    put("dst", "text", r -> {});
    assertThat(differences(tags)).isEqualTo(only(ReplicaAspect.TAGS));
    put("dst", "text", r -> r.tagging((String) null));
    assertThat(differences(tags)).isEqualTo(NONE);
  }

  /** Each side of a two-way rule has its own tags. */
  @Test
  void look_twoWayRuleLeavesTagsOut_taggedReplicaIsEqual() {
    options = CopyOptions.builder().twoWay(true).tags(false).build();
    put("src", "text", r -> {});
    put("dst", "text", r -> {});
    assertThat(differences(false).differing()).doesNotContain(ReplicaAspect.TAGS);
  }

  static Stream<Arguments> otherRules() {
    String key = "arn:aws:kms:::key/1";
    return Stream.of(
        Arguments.of(
            ReplicaAspect.OBJECT_LOCK,
            CopyOptions.builder().objectLock(ObjectLock.governance(Duration.ofDays(1)))),
        Arguments.of(ReplicaAspect.CHECKSUM, CopyOptions.builder().checksumAlgorithm("SHA256")),
        Arguments.of(
            ReplicaAspect.ENCRYPTION,
            CopyOptions.builder()
                .encryption(Encryption.builder("aws:kms").kmsKeyId(key).bucketKey(true).build())));
  }

  @ParameterizedTest
  @MethodSource("otherRules")
  void look_ruleSetsWhatTheReplicaLacks_isNamed(ReplicaAspect aspect, CopyOptionsBuilder rule) {
    options = rule.build();
    put("src", "text", r -> {});
    put(
        "dst",
        "text",
        r -> {
          if (aspect == ReplicaAspect.ENCRYPTION) {
            r.serverSideEncryption("aws:kms").ssekmsKeyId("arn:aws:kms:::key/1");
          }
        });
    assertThat(differences(true).differing()).contains(aspect);
  }

  /** HEAD does not tell an object without tags from one whose tags may not be read. */
  @ParameterizedTest
  @ValueSource(strings = {"src", "dst"})
  void look_tagsAreCountedOnOneSideAlone_areRead(String untagged) {
    put("src", "text", r -> {});
    put("dst", "text", r -> {});
    put(untagged, "text", r -> r.tagging((String) null));
    assertThat(differences(false)).isEqualTo(only(ReplicaAspect.TAGS));
  }

  @Test
  void look_tagsAreCountedOnOneSideAloneAndMayNotBeRead_areUnknown() {
    put("src", "text", r -> {});
    put("dst", "text", r -> r.tagging((String) null));
    s3.onNext("GetObjectTagging", Fault.error(403, "AccessDenied"));
    ReplicaDifferences found = differences(false);
    assertThat(found.differing()).isEmpty();
    assertThat(found.unknown()).containsExactly(ReplicaAspect.TAGS);
  }

  @Test
  void look_eTagsThatAreNoMd5AndNoChecksums_contentIsUnknown() {
    options = CopyOptions.builder().encryption(Encryption.kms("arn:aws:kms:::key/1")).build();
    put("src", "text", r -> r.serverSideEncryption("aws:kms").ssekmsKeyId("arn:aws:kms:::key/2"));
    put("dst", "text", r -> r.serverSideEncryption("aws:kms").ssekmsKeyId("arn:aws:kms:::key/1"));
    ReplicaDifferences found = differences(false);
    assertThat(found.differing()).doesNotContain(ReplicaAspect.CONTENT, ReplicaAspect.ENCRYPTION);
  }

  @Test
  void look_ruleNamesTheKeyByAnAlias_encryptionIsUnknown() {
    options = CopyOptions.builder().encryption(Encryption.kms("alias/mine")).build();
    put("src", "text", r -> {});
    put("dst", "text", r -> r.serverSideEncryption("aws:kms").ssekmsKeyId("arn:aws:kms:::key/1"));
    ReplicaDifferences found = differences(false);
    assertThat(found.differing()).doesNotContain(ReplicaAspect.ENCRYPTION);
    assertThat(found.unknown()).contains(ReplicaAspect.ENCRYPTION);
  }

  @Test
  void look_noReplica_isConfirmedByASecondLook() {
    put("src", "text", r -> {});
    s3.clearRequests();
    ReplicaState state = look(true);
    assertThat(state.replica()).isNull();
    assertThat(state.settled()).isTrue();
    assertThat(s3.operations())
        .containsExactly("HeadObject", "HeadObject", "HeadObject", "HeadObject");
  }

  @Test
  void look_sourceIsReplacedAndCopiedBetweenTheLooks_isNoDifference() {
    put("src", "before", r -> {});
    put("dst", "before", r -> {});
    Consumer<String> replaced =
        bucket -> {
          put("src", "after", r -> {});
          put("dst", "after", r -> {});
        };
    ReplicaLook interrupted = new ReplicaLook(new Interposed(s3, replaced));
    ReplicaState state = interrupted.look(plan(), true, Deadline.none());
    assertThat(state.differences()).isEqualTo(NONE);
    assertThat(state.settled()).isTrue();
  }

  @Test
  void look_sourceThatIsReplacedEachTime_isNotSettled() {
    put("src", "before", r -> {});
    put("dst", "other", r -> {});
    int[] turn = {0};
    ReplicaLook interrupted =
        new ReplicaLook(
            new Interposed(s3, bucket -> put("src", "after" + turn[0]++, r -> {})) {
              @Override
              boolean isAgain() {
                return true;
              }
            });
    assertThat(interrupted.look(plan(), true, Deadline.none()).settled()).isFalse();
  }

  @Test
  void look_sourceMayNotBeLookedUp_fails() {
    put("src", "text", r -> {});
    s3.deny("*", "s3:GetObject", "src");
    assertThatThrownBy(() -> look(true))
        .isInstanceOfSatisfying(
            CopyException.class,
            e -> assertThat(e.reason()).isEqualTo(FailureReason.ACCESS_DENIED));
  }

  /** Runs an action before the replica is looked up. */
  private static class Interposed implements S3Clients {

    private final S3Client client;
    private boolean done;

    Interposed(FakeS3 s3, Consumer<String> before) {
      this.client =
          s3.client(
              "test",
              new ExecutionInterceptor() {
                @Override
                public void beforeExecution(
                    Context.BeforeExecution context, ExecutionAttributes attributes) {
                  if (context.request() instanceof HeadObjectRequest head
                      && head.bucket().equals("dst")
                      && (!done || isAgain())) {
                    done = true;
                    before.accept("dst");
                  }
                }
              });
    }

    boolean isAgain() {
      return false;
    }

    @Override
    public S3Client source(CopyPlan plan) {
      return client;
    }

    @Override
    public S3Client destination(CopyPlan plan) {
      return client;
    }
  }
}
