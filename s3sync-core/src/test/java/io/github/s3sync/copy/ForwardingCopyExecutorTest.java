package io.github.s3sync.copy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.s3sync.S3Sync;
import io.github.s3sync.client.S3Clients;
import io.github.s3sync.destination.Destination;
import io.github.s3sync.event.EventKind;
import io.github.s3sync.event.EventSource;
import io.github.s3sync.event.ObjectEvent;
import io.github.s3sync.executor.S3CopyExecutor;
import io.github.s3sync.option.CopyOptions;
import io.github.s3sync.outcome.OutcomeListener;
import io.github.s3sync.outcome.SyncReport;
import io.github.s3sync.plan.CopyPlan;
import io.github.s3sync.plan.FailureReason;
import io.github.s3sync.plan.SkipReason;
import io.github.s3sync.rule.CopyRule;
import io.github.s3sync.rule.InvalidRuleException;
import io.github.s3sync.testing.FakeS3;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** Checks that a decorated executor keeps the guarantees of the inner one. */
class ForwardingCopyExecutorTest {

  private final FakeS3 s3 = FakeS3.start();

  @AfterEach
  void stop() {
    s3.close();
  }

  private static CopyExecutor wrapped(CopyExecutor executor) {
    return new ForwardingCopyExecutor(executor) {
      @Override
      public CopyResult execute(CopyPlan plan, Deadline deadline) {
        return super.execute(plan, deadline);
      }
    };
  }

  @Test
  void build_ruleThatTheWrappedExecutorCannotCarryOut_isRefused() {
    CopyRule rule =
        CopyRule.named("r")
            .from("src")
            .to(Destination.in("dst").endpoint("https://store.example.com").build())
            .build();
    CopyExecutor executor = wrapped(S3CopyExecutor.builder(s3.client()).build());

    assertThatThrownBy(() -> S3Sync.builder().rules(rule).executor(executor).build())
        .isInstanceOf(InvalidRuleException.class)
        .hasMessageContaining("destination.endpoint");
  }

  @Test
  void requests_ofAPlan_areThoseOfTheWrappedExecutor() {
    CopyExecutor executor = S3CopyExecutor.builder(s3.client()).build();
    CopyPlan plan = HeldCopies.plan("k", null);

    assertThat(wrapped(executor).requests(plan)).isEqualTo(executor.requests(plan)).isNotEmpty();
  }

  /** One user writes on one side only, and events arrive late. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void handle_echoOfAnOlderCopy_undoesNothing(boolean decorated) {
    s3.createBucket("one");
    s3.createBucket("two");
    CopyOptions twoWay = CopyOptions.builder().twoWay(true).build();
    CopyExecutor executor = S3CopyExecutor.builder(clientsOfOneRole()).build();
    S3Sync sync =
        S3Sync.builder()
            .rules(
                CopyRule.named("there").from("one").to("two").options(twoWay).build(),
                CopyRule.named("back").from("two").to("one").options(twoWay).build())
            .executor(decorated ? wrapped(executor) : executor)
            .listener(OutcomeListener.none())
            .build();
    ObjectEvent first = put("v1");
    assertThat(handle(sync, first).copied()).hasSize(1);
    ObjectEvent echo = event("two", "AWS:AROASYNC:another-session");
    ObjectEvent second = put("v2, newer");

    assertThat(handle(sync, echo).skipped())
        .singleElement()
        .satisfies(
            skipped -> {
              assertThat(skipped.reason()).isEqualTo(SkipReason.OWN_COPY);
              assertThat(skipped.requests()).isZero();
            });
    assertThat(handle(sync, second).copied()).hasSize(1);
    assertThat(content("one")).isEqualTo("v2, newer");
    assertThat(content("two")).isEqualTo("v2, newer");
  }

  private S3Clients clientsOfOneRole() {
    return new S3Clients() {
      @Override
      public S3Client source(CopyPlan plan) {
        return s3.client();
      }

      @Override
      public S3Client destination(CopyPlan plan) {
        return s3.client();
      }

      @Override
      public String principalId(Destination destination) {
        return "AROASYNC:s3sync";
      }
    };
  }

  private ObjectEvent put(String content) {
    s3.client().putObject(r -> r.bucket("one").key("k"), RequestBody.fromString(content));
    return event("one", "AWS:AIDAUSER");
  }

  private ObjectEvent event(String bucket, String principal) {
    HeadObjectResponse head = s3.client().headObject(r -> r.bucket(bucket).key("k"));
    return ObjectEvent.builder(EventSource.S3, EventKind.CREATED, bucket, "k")
        .name("ObjectCreated:Put")
        .sizeBytes(head.contentLength())
        .eTag(head.eTag().replace("\"", ""))
        .time(head.lastModified())
        .requester(principal)
        .build();
  }

  private static SyncReport handle(S3Sync sync, ObjectEvent event) {
    return sync.handle(List.of(event), Deadline.none());
  }

  private String content(String bucket) {
    return s3.client().getObjectAsBytes(r -> r.bucket(bucket).key("k")).asUtf8String();
  }

  @Test
  void of_errorOfTheSdk_isClassifiedAsThoseOfTheLibrary() {
    S3Exception slowDown = (S3Exception) S3Exception.builder().statusCode(503).build();
    CopyException failure = CopyException.of("HeadObject s3://src/k", slowDown, 1);
    assertThat(failure.reason().retryable()).isTrue();
    assertThat(failure).hasMessageContaining("HeadObject s3://src/k").hasCause(slowDown);
    assertThat(failure.requests()).isOne();

    S3Exception unmet = (S3Exception) S3Exception.builder().statusCode(412).message("412").build();
    assertThat(CopyException.of("GetObject s3://src/k", unmet, 1).reason())
        .isEqualTo(FailureReason.CONFLICT);
    assertThat(
            CopyException.of(
                    "GetObject",
                    ApiCallTimeoutException.create(Duration.ofSeconds(1).toMillis()),
                    1)
                .reason()
                .retryable())
        .isTrue();
  }
}
