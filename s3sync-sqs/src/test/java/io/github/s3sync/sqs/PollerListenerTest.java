package io.github.s3sync.sqs;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.s3sync.sqs.MessageOutcome.Fate;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PollerListenerTest {

  private static final MessageOutcome OUTCOME = new MessageOutcome("m", 1, Fate.RETRIED, null);

  private final List<String> heard = new ArrayList<>();

  @Test
  void andThen_two_tellsTheFirstFirst() {
    PollerListener first = outcome -> heard.add("first");
    first.andThen(outcome -> heard.add("second")).onMessage(OUTCOME);
    assertThat(heard).containsExactly("first", "second");
  }

  @Test
  void andThen_firstThrows_tellsTheSecond() {
    PollerListener first =
        outcome -> {
          throw new IllegalStateException("thrown by the test");
        };
    String log =
        CapturedLog.of(() -> first.andThen(outcome -> heard.add("second")).onMessage(OUTCOME));
    assertThat(heard).containsExactly("second");
    assertThat(log).contains("a listener failed at message m");
  }

  @Test
  void andThen_firstThrowsAnError_tellsTheSecond() {
    PollerListener first =
        outcome -> {
          throw new StackOverflowError("thrown by the test");
        };
    CapturedLog.of(() -> first.andThen(outcome -> heard.add("second")).onMessage(OUTCOME));
    assertThat(heard).containsExactly("second");
  }
}
