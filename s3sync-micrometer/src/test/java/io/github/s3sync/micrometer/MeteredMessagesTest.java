package io.github.s3sync.micrometer;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.s3sync.sqs.MessageOutcome;
import io.github.s3sync.sqs.MessageOutcome.Fate;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;

class MeteredMessagesTest {

  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

  private double count(String fate) {
    return registry.get("s3sync.messages").tag("fate", fate).counter().count();
  }

  @Test
  void onMessage_eachFate_isCountedAndAllAreThereAtZero() {
    MeteredMessages messages = MeteredMessages.of(registry);
    assertThat(registry.find("s3sync.messages").counters()).hasSize(Fate.values().length);
    assertThat(count("dead_lettered")).isZero();

    messages.onMessage(new MessageOutcome("m", 1, Fate.RETRIED, null));
    messages.onMessage(new MessageOutcome("m", 2, Fate.RETRIED, null));
    messages.onMessage(new MessageOutcome("m", 3, Fate.ACKNOWLEDGED, null));

    assertThat(count("retried")).isEqualTo(2);
    assertThat(count("acknowledged")).isOne();
    assertThat(registry.find("s3sync.messages").counters()).hasSize(Fate.values().length);
  }
}
