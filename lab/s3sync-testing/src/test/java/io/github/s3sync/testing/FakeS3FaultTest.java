package io.github.s3sync.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.s3.model.CopyObjectResponse;

class FakeS3FaultTest extends FakeS3Harness {

  @BeforeEach
  void putSource() {
    put("a", "x");
    fake.clearRequests();
  }

  private CopyObjectResponse copy() {
    return s3.copyObject(
        r ->
            r.sourceBucket("src")
                .sourceKey("a")
                .destinationBucket("dst")
                .destinationKey("a b")
                .metadata(Map.of("k", "v")));
  }

  private boolean copied() {
    return !fake.bucket("dst").keys().isEmpty();
  }

  @Test
  void requests_recorded_showHeadersVerbatim() {
    put("é +", "x");
    fake.clearRequests();
    s3.copyObject(
        r -> r.sourceBucket("src").sourceKey("é +").destinationBucket("dst").destinationKey("é +"));

    assertThat(fake.operations()).containsExactly("CopyObject");
    RecordedRequest request = fake.requests().get(0);
    assertThat(request.bucket()).isEqualTo("dst");
    assertThat(request.key()).isEqualTo("é +");
    assertThat(request.headers()).containsEntry("x-amz-copy-source", "src/%C3%A9%20%2B");
  }

  @Test
  void error_once_hitsTheNextRequestOnly() {
    fake.onNext("CopyObject", Fault.error(503, "SlowDown"));

    assertRefused(503, "SlowDown", this::copy);
    assertThat(copied()).isFalse();
    copy();
    assertThat(copied()).isTrue();
  }

  @Test
  void error_severalTimes_thenAnother() {
    fake.onNext("CopyObject", 2, Fault.error(503, "SlowDown"));
    fake.onNext("CopyObject", Fault.error(500, "InternalError", "ours"));

    assertRefused(503, "SlowDown", this::copy);
    assertRefused(503, "SlowDown", this::copy);
    assertThat(assertRefused(500, "InternalError", this::copy)).hasMessageContaining("ours");
    copy();
  }

  @Test
  void error_always_lastsUntilCleared() {
    fake.always("HeadObject", Fault.error(503, "SlowDown"));

    assertStatus(503, () -> s3.headObject(r -> r.bucket("src").key("a")));
    assertStatus(503, () -> s3.headObject(r -> r.bucket("src").key("a")));
    fake.clearFaults();
    s3.headObject(r -> r.bucket("src").key("a"));
  }

  @Test
  void errorIn200_copy_isAnErrorWithStatus200() {
    fake.onNext("CopyObject", Fault.errorIn200("SlowDown"));

    assertRefused(200, "SlowDown", this::copy);
    assertThat(copied()).isFalse();
  }

  @Test
  void empty200_copy_hasNoETag() {
    fake.onNext("CopyObject", Fault.empty200());

    assertThat(copy().copyObjectResult().eTag()).isNull();
    assertThat(copied()).isFalse();
  }

  @Test
  void truncated200_copy_wasDone() {
    fake.onNext("CopyObject", Fault.truncated200());

    assertThatThrownBy(this::copy).isInstanceOf(SdkClientException.class);
    assertThat(copied()).isTrue();
  }

  @Test
  void reset_copy_wasNotDone() {
    fake.onNext("CopyObject", Fault.reset());

    assertThatThrownBy(this::copy).isInstanceOf(SdkClientException.class);
    assertThat(copied()).isFalse();
    assertThat(fake.operations()).containsExactly("CopyObject");
  }

  @Test
  void lostAnswer_copy_wasDone() {
    fake.onNext("CopyObject", Fault.lostAnswer());

    assertThatThrownBy(this::copy).isInstanceOf(SdkClientException.class);
    assertThat(copied()).isTrue();
  }

  @Test
  void delay_eitherSide_isFeltByTheClient() {
    fake.onNext("CopyObject", Fault.delay(Duration.ofMillis(60)));
    fake.onNext("CopyObject", Fault.delayAfter(Duration.ofMillis(60)));

    for (int i = 0; i < 2; i++) {
      long start = System.nanoTime();
      copy();
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(Duration.ofMillis(60));
    }
  }

  @Test
  void first_overwritesTheSource_theCopySeesIt() {
    fake.onNext("CopyObject", Fault.first(() -> put("a", "newer")));

    copy();
    assertThat(text("dst", "a b")).isEqualTo("newer");
  }

  @Test
  void after_overwritesTheSource_theCopyHasTheOld() {
    fake.onNext("CopyObject", Fault.after(() -> put("a", "newer")));

    copy();
    assertThat(text("dst", "a b")).isEqualTo("x");
    assertThat(text("src", "a")).isEqualTo("newer");
  }
}
