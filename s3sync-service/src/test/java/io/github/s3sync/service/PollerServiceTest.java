package io.github.s3sync.service;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.s3sync.config.InvalidConfigException;
import java.io.IOException;
import java.net.ServerSocket;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PollerServiceTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "S3SYNC_QUEUE_URL | '' | S3SYNC_QUEUE_URL is not set, expected the URL of a standard queue",
        "S3SYNC_SOURCE | '' | S3SYNC_SOURCE is not set, expected it together with"
            + " S3SYNC_DESTINATION",
        "S3SYNC_HEALTH_PORT | 65536 | S3SYNC_HEALTH_PORT is '65536', expected a whole number from 0"
            + " to 65535",
        "S3SYNC_HEALTH | 8080 | S3SYNC_HEALTH is an unknown variable, did you mean ",
        "S3SYNC_LOG_FORMAT | JSON | S3SYNC_LOG_FORMAT is 'JSON', did you mean json?",
        "S3SYNC_LOG_COPIES | all | S3SYNC_LOG_COPIES is 'all', expected one of true, false",
        "AWS_ENDPOINT_URL_SQS | sqs:9324 | AWS_ENDPOINT_URL_SQS is not a URL, expected one such as"
            + " https://store.example.com:9000",
      })
  void new_wrongVariable_saysWhich(String name, String value, String message) {
    assertThatExceptionOfType(InvalidConfigException.class)
        .isThrownBy(() -> new PollerService(with(name, value)))
        .withMessageStartingWith(message);
  }

  @Test
  void new_portThatIsTaken_saysSo() throws IOException {
    try (ServerSocket taken = new ServerSocket(0)) {
      String port = Integer.toString(taken.getLocalPort());
      assertThatExceptionOfType(InvalidConfigException.class)
          .isThrownBy(() -> new PollerService(with("S3SYNC_HEALTH_PORT", port)))
          .withMessageStartingWith(
              "S3SYNC_HEALTH_PORT is '" + port + "', but the port cannot be opened: ");
    }
  }

  private static Map<String, String> with(String name, String value) {
    Map<String, String> environment = new HashMap<>();
    environment.put("S3SYNC_QUEUE_URL", "https://sqs.us-east-1.amazonaws.com/111111111111/q");
    environment.put("S3SYNC_SOURCE", "s3://src/");
    environment.put("S3SYNC_DESTINATION", "s3://dst/");
    environment.put("AWS_ENDPOINT_URL", "http://127.0.0.1:1");
    environment.put("AWS_REGION", "us-east-1");
    environment.put(name, value);
    return environment;
  }
}
