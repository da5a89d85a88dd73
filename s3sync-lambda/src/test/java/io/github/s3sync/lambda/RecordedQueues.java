package io.github.s3sync.lambda;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Queues that record their calls, or refuse them. */
final class RecordedQueues implements Queues {

  final List<List<Redelivery.Delay>> delays = new ArrayList<>();
  final List<String> sent = new ArrayList<>();
  @Nullable RuntimeException refusal;
  int calls;
  private final int maxReceiveCount;

  RecordedQueues(int maxReceiveCount) {
    this.maxReceiveCount = maxReceiveCount;
  }

  @Override
  public void delay(String queueArn, List<Redelivery.Delay> some, Duration patience) {
    call();
    delays.add(List.copyOf(some));
  }

  @Override
  public int maxReceiveCount(String queueArn, Duration patience) {
    call();
    return maxReceiveCount;
  }

  @Override
  public void send(String queueArn, String body, Duration patience) {
    call();
    sent.add(body);
  }

  private void call() {
    calls++;
    if (refusal != null) {
      throw refusal;
    }
  }
}
