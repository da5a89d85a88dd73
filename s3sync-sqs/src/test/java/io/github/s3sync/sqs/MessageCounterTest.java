package io.github.s3sync.sqs;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.s3sync.sqs.MessageOutcome.Fate;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MessageCounterTest {

  @Test
  void counts_ofOutcomes_areKeptForEachFate() {
    MessageCounter counter = new MessageCounter();
    assertThat(counter.counts()).isEmpty();
    for (Fate fate : new Fate[] {Fate.RETRIED, Fate.ACKNOWLEDGED, Fate.RETRIED}) {
      counter.onMessage(new MessageOutcome("m", 1, fate, null));
    }
    assertThat(counter.counts()).isEqualTo(Map.of(Fate.RETRIED, 2L, Fate.ACKNOWLEDGED, 1L));
  }
}
