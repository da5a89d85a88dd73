package io.github.s3sync.sqs;

import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.Mockito.mock;

import io.github.s3sync.S3Sync;
import io.github.s3sync.copy.CopyExecutor;
import io.github.s3sync.copy.CopyResult;
import io.github.s3sync.copy.Deadline;
import io.github.s3sync.pattern.KeyMapper;
import io.github.s3sync.plan.CopyPlan;
import io.github.s3sync.rule.CopyRule;
import java.time.Duration;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.sqs.SqsClient;

class SqsPollerBuilderTest {

  private static final String URL = "https://sqs.us-east-1.amazonaws.com/111111111111/queue";

  static Stream<Arguments> badValues() {
    Duration second = Duration.ofSeconds(1);
    return Stream.of(
        bad(b -> b.queueUrl(" "), "queueUrl is ' ', expected the URL of a standard queue"),
        bad(b -> b.queueUrl("my-q"), "queueUrl is 'my-q', expected the URL of a standard queue"),
        bad(b -> b.queueUrl("http://my_q:9324/1/q"), "queueUrl has '_' in its host name"),
        bad(b -> b.queueUrl("https:///q"), "queueUrl is 'https:///q', expected the URL"),
        bad(b -> b.deadLetterQueueUrl("http://a_b/1/q"), "deadLetterQueueUrl has '_' in its host"),
        bad(b -> b.queueUrl(URL + ".fifo"), "queueUrl is '" + URL + ".fifo', a FIFO queue"),
        bad(b -> b.deadLetterQueueUrl(""), "deadLetterQueueUrl is '', expected the URL"),
        bad(b -> b.deadLetterQueueUrl("d.fifo"), "deadLetterQueueUrl is 'd.fifo', a FIFO queue"),
        bad(b -> b.concurrency(0), "concurrency is 0, expected 1 to 10000"),
        bad(b -> b.concurrency(10_001), "concurrency is 10001, expected 1 to 10000"),
        bad(b -> b.maxReceiveCount(0), "maxReceiveCount is 0, expected 1 to 1000"),
        bad(b -> b.maxReceiveCount(1001), "maxReceiveCount is 1001, expected 1 to 1000"),
        bad(b -> b.receivers(0), "receivers is 0, expected 1 to 32"),
        bad(b -> b.receivers(33), "receivers is 33, expected 1 to 32"),
        bad(b -> b.visibilityTimeout(second), "visibilityTimeout is PT1S, expected PT2S to PT12H"),
        bad(
            b -> b.visibilityTimeout(Duration.ofHours(12).plusSeconds(1)),
            "visibilityTimeout is PT12H1S, expected PT2S to PT12H"),
        bad(
            b -> b.visibilityTimeout(Duration.ofMillis(2500)),
            "visibilityTimeout is PT2.5S, expected whole seconds"),
        bad(
            b -> b.acknowledgeWithin(Duration.ofMillis(-1)),
            "acknowledgeWithin is PT-0.001S, expected PT0S to PT10S"),
        bad(b -> b.acknowledgeWithin(Duration.ofSeconds(11)), "acknowledgeWithin is PT11S"),
        bad(
            b -> b.backOff(Duration.ofMillis(999), second),
            "backOff's first time is PT0.999S, expected PT1S to PT1S"),
        bad(
            b -> b.backOff(second.multipliedBy(3), second.multipliedBy(2)),
            "backOff's first time is PT3S, expected PT1S to PT2S"),
        bad(
            b -> b.backOff(second, Duration.ofHours(13)),
            "backOff's longest time is PT13H, expected PT1S to PT12H"),
        bad(b -> b.shutdownTimeout(Duration.ofSeconds(-1)), "shutdownTimeout is PT-1S, expected"),
        bad(b -> b.shutdownTimeout(Duration.ofHours(13)), "shutdownTimeout is PT13H, expected"));
  }

  private static Arguments bad(UnaryOperator<SqsPollerBuilder> change, String message) {
    return Arguments.of(message, change);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("badValues")
  void set_badValue_isRefusedInOneClearMessage(
      String message, UnaryOperator<SqsPollerBuilder> change) {
    SqsPollerBuilder builder = SqsPoller.builder();
    assertThatThrownBy(() -> change.apply(builder))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(message);
  }

  @Test
  void build_partMissing_isNamed() {
    SqsPollerBuilder builder = SqsPoller.builder();
    assertMissing(builder, "queueUrl");
    assertMissing(builder.queueUrl(URL), "client");
    assertMissing(builder.client(mock(SqsClient.class)), "sync");
    assertMissing(builder.sync(sync()), "executor");
  }

  private static void assertMissing(SqsPollerBuilder builder, String name) {
    assertThatThrownBy(builder::build).isInstanceOf(NullPointerException.class).hasMessage(name);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        URL,
        "https://us-east-1.queue.amazonaws.com/111111111111/queue",
        "https://vpce-1-abc.sqs.us-east-1.vpce.amazonaws.com/111111111111/queue",
        "http://localhost:4566/111111111111/queue"
      })
  void build_deadLettersIntoThePolledQueue_isRefused(String sameQueue) {
    SqsPollerBuilder builder =
        SqsPoller.builder()
            .queueUrl(URL)
            .deadLetterQueueUrl(sameQueue)
            .client(mock(SqsClient.class))
            .sync(sync())
            .executor(Runnable::run);
    assertThatThrownBy(builder::build)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("deadLetterQueueUrl is the queue that is polled, expected another");
  }

  private static S3Sync sync() {
    return S3Sync.builder()
        .rules(CopyRule.named("all").from("src").to("dst", KeyMapper.same()).build())
        .executor(
            new CopyExecutor() {
              @Override
              public CopyResult execute(CopyPlan plan, Deadline deadline) {
                throw new AssertionError("nothing is to be copied");
              }

              @Override
              public void check(CopyRule rule) {}

              @Override
              public List<String> requests(CopyPlan plan) {
                return List.of();
              }
            })
        .build();
  }
}
