package io.github.s3sync.sqs;

import io.github.s3sync.config.InvalidConfigException;
import io.github.s3sync.config.Variables;
import java.time.Duration;
import java.util.function.Consumer;

/** Sets a poller's properties from environment variables. */
final class PollerVariables {

  private final Variables variables;

  PollerVariables(Variables variables) {
    this.variables = variables;
  }

  void fill(SqsPollerBuilder poller) {
    String queue = variables.text(Variables.QUEUE_URL);
    if (queue == null) {
      throw new InvalidConfigException(
          Variables.QUEUE_URL, "is not set, expected the URL of a standard queue");
    }
    text(Variables.QUEUE_URL, poller::queueUrl);
    text(Variables.DEAD_LETTER_QUEUE_URL, poller::deadLetterQueueUrl);
    String deadLetters = variables.text(Variables.DEAD_LETTER_QUEUE_URL);
    if (deadLetters != null && Queue.isSame(queue, deadLetters)) {
      throw new InvalidConfigException(
          Variables.DEAD_LETTER_QUEUE_URL, "is the queue that is polled, expected another");
    }
    poller.concurrency(variables.concurrency());
    number(Variables.RECEIVERS, 1, SqsPollerBuilder.MAX_RECEIVERS, poller::receivers);
    number(Variables.MAX_RECEIVE_COUNT, 1, SqsPollerBuilder.MAX_RECEIVES, poller::maxReceiveCount);
    seconds(
        Variables.VISIBILITY_TIMEOUT_SECONDS,
        SqsPollerBuilder.MIN_VISIBILITY,
        poller::visibilityTimeout);
    seconds(Variables.SHUTDOWN_TIMEOUT_SECONDS, Duration.ZERO, poller::shutdownTimeout);
  }

  private void text(String name, Consumer<String> property) {
    String value = variables.text(name);
    if (value != null) {
      try {
        property.accept(value);
      } catch (IllegalArgumentException e) {
        // The message begins with the property's name.
        String message = String.valueOf(e.getMessage());
        throw new InvalidConfigException(name, message.substring(message.indexOf(' ') + 1));
      }
    }
  }

  private void number(String name, long least, long most, Consumer<Integer> property) {
    Long value = variables.number(name, least, most);
    if (value != null) {
      property.accept(value.intValue());
    }
  }

  private void seconds(String name, Duration least, Consumer<Duration> property) {
    number(
        name,
        least.toSeconds(),
        Delivery.MAX_HIDDEN.toSeconds(),
        seconds -> property.accept(Duration.ofSeconds(seconds)));
  }
}
