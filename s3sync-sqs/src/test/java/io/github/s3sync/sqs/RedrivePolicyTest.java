package io.github.s3sync.sqs;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

class RedrivePolicyTest {

  private final FakeSqs sqs = new FakeSqs();

  private RedrivePolicy policy(@Nullable Integer wanted) {
    return new RedrivePolicy(new Queue(sqs, "queue"), wanted, Duration.ZERO);
  }

  private void queueSays(int count) {
    sqs.attributes =
        () ->
            Map.of(
                QueueAttributeName.REDRIVE_POLICY,
                "{\"deadLetterTargetArn\":\"arn:aws:sqs:r:1:dead\",\"maxReceiveCount\":\"%d\"}"
                    .formatted(count));
  }

  private static String logOf(RedrivePolicy policy) {
    return CapturedLog.of(policy::read);
  }

  @Test
  void maxReceives_notReadYet_isTheUsersOrTwenty() {
    assertThat(policy(null).maxReceives()).isEqualTo(20);
    assertThat(policy(7).maxReceives()).isEqualTo(7);
  }

  @Test
  void maxReceives_read_isTheQueuesOrFewer() {
    queueSays(100);
    RedrivePolicy ofQueue = policy(null);
    RedrivePolicy fewer = policy(7);
    assertThat(logOf(ofQueue)).isEmpty();
    logOf(fewer);
    assertThat(ofQueue.maxReceives()).isEqualTo(100);
    assertThat(fewer.maxReceives()).isEqualTo(7);
  }

  @Test
  void maxReceives_moreThanTheQueueAllows_isTheQueues() {
    queueSays(5);
    RedrivePolicy policy = policy(50);
    assertThat(logOf(policy)).contains("maxReceiveCount 5", "set 20 or more");
    assertThat(policy.maxReceives()).isEqualTo(5);
  }

  @Test
  void read_queueWithoutPolicy_isSaid() {
    RedrivePolicy policy = policy(null);
    assertThat(logOf(policy)).contains("queue has no redrive policy");
    assertThat(policy.maxReceives()).isEqualTo(20);
  }

  @Test
  void read_refusedAtFirst_isRetried() throws Exception {
    CountDownLatch failures = new CountDownLatch(2);
    sqs.attributes =
        () -> {
          if (failures.getCount() == 0) {
            queueSays(30);
          }
          failures.countDown();
          throw SdkClientException.create("no answer");
        };
    RedrivePolicy policy = policy(null);
    assertThat(logOf(policy)).as("the permission may be missing").doesNotContain("WARN");
    assertThat(policy.maxReceives()).isEqualTo(30);
  }
}
