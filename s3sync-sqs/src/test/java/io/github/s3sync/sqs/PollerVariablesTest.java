package io.github.s3sync.sqs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.s3sync.config.InvalidConfigException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PollerVariablesTest {

  private static final String URL = "https://sqs.eu-west-1.amazonaws.com/111111111111/q";

  @Test
  void environment_everyVariable_isTaken() {
    SqsPollerBuilder poller =
        SqsPoller.builder()
            .environment(
                Map.of(
                    "S3SYNC_QUEUE_URL", URL,
                    "S3SYNC_DEAD_LETTER_QUEUE_URL", URL + "-dead",
                    "S3SYNC_CONCURRENCY", "1000",
                    "S3SYNC_RECEIVERS", "32",
                    "S3SYNC_MAX_RECEIVE_COUNT", "1000",
                    "S3SYNC_VISIBILITY_TIMEOUT_SECONDS", "43200",
                    "S3SYNC_SHUTDOWN_TIMEOUT_SECONDS", "0"));

    assertThat(poller.queueUrl).isEqualTo(URL);
    assertThat(poller.deadLetterQueueUrl).isEqualTo(URL + "-dead");
    assertThat(poller.concurrency).isEqualTo(1000);
    assertThat(poller.receivers).isEqualTo(32);
    assertThat(poller.maxReceiveCount).isEqualTo(1000);
    assertThat(poller.visibilityTimeout).isEqualTo(Duration.ofHours(12));
    assertThat(poller.shutdownTimeout).isZero();
  }

  @Test
  void environment_notSet_staysAsItIs() {
    SqsPollerBuilder poller =
        SqsPoller.builder()
            .receivers(5)
            .shutdownTimeout(Duration.ofSeconds(7))
            .environment(Map.of("S3SYNC_QUEUE_URL", URL, "S3SYNC_RECEIVERS", " "));

    assertThat(poller.receivers).isEqualTo(5);
    assertThat(poller.shutdownTimeout).hasSeconds(7);
    assertThat(poller.visibilityTimeout).hasSeconds(60);
    assertThat(poller.deadLetterQueueUrl).isNull();
    assertThat(poller.concurrency).as("the threads of EnvironmentReader's façade").isEqualTo(16);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "S3SYNC_QUEUE_URL | '' | S3SYNC_QUEUE_URL is not set, expected the URL of a standard queue",
        "S3SYNC_QUEUE_URL | https://sqs/1/q.fifo | S3SYNC_QUEUE_URL is 'https://sqs/1/q.fifo',"
            + " a FIFO queue, to which S3 cannot send, expected the URL of a standard queue",
        "S3SYNC_DEAD_LETTER_QUEUE_URL | https://sqs/1/q.fifo | S3SYNC_DEAD_LETTER_QUEUE_URL is"
            + " 'https://sqs/1/q.fifo', a FIFO queue, to which S3 cannot send, expected the URL of"
            + " a standard queue",
        "S3SYNC_RECEIVERS | 33 | S3SYNC_RECEIVERS is '33', expected a whole number from 1 to 32",
        "S3SYNC_DEAD_LETTER_QUEUE_URL | https://eu-west-1.queue.amazonaws.com/111111111111/q |"
            + " S3SYNC_DEAD_LETTER_QUEUE_URL is the queue that is polled, expected another",
        "S3SYNC_MAX_RECEIVE_COUNT | 0 | S3SYNC_MAX_RECEIVE_COUNT is '0', expected a whole number"
            + " from 1 to 1000",
        "S3SYNC_VISIBILITY_TIMEOUT_SECONDS | 1 | S3SYNC_VISIBILITY_TIMEOUT_SECONDS is '1', expected"
            + " a whole number from 2 to 43200",
        "S3SYNC_SHUTDOWN_TIMEOUT_SECONDS | 20s | S3SYNC_SHUTDOWN_TIMEOUT_SECONDS is '20s', expected"
            + " a whole number from 0 to 43200",
        "S3SYNC_CONCURRENCY | 0 | S3SYNC_CONCURRENCY is '0', expected a whole number from 1 to 1000"
      })
  void environment_wrongVariable_saysWhich(String name, String value, String message) {
    Map<String, String> environment = new HashMap<>(Map.of("S3SYNC_QUEUE_URL", URL));
    environment.put(name, value);

    assertThatExceptionOfType(InvalidConfigException.class)
        .isThrownBy(() -> SqsPoller.builder().environment(environment))
        .withMessage(message);
  }
}
