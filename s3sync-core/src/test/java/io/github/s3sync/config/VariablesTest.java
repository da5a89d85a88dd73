package io.github.s3sync.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What adapters see of the environment. */
class VariablesTest {

  @Test
  void new_unknownVariable_namesTheNearest() {
    assertThatExceptionOfType(InvalidConfigException.class)
        .isThrownBy(() -> new Variables(Map.of("S3SYNC_QUEUE_URI", "https://sqs/1/q")))
        .withMessageStartingWith(
            "S3SYNC_QUEUE_URI is an unknown variable, did you mean S3SYNC_QUEUE_URL?");
  }

  @Test
  void values_blank_areNotSet() {
    Variables variables =
        new Variables(
            Map.of(Variables.QUEUE_URL, " ", Variables.HEALTH_PORT, "", "AWS_ENDPOINT_URL", "\t"));

    assertThat(variables.text(Variables.QUEUE_URL)).isNull();
    assertThat(variables.number(Variables.HEALTH_PORT, 1, 2)).isNull();
    assertThat(variables.endpoint("AWS_ENDPOINT_URL_SQS")).isNull();
  }

  @Test
  void concurrency_notSet_is16() {
    assertThat(new Variables(Map.of()).concurrency()).isEqualTo(16);
  }

  @Test
  void endpoint_ofTheService_goesBeforeThatOfAll() {
    Variables variables =
        new Variables(
            Map.of("AWS_ENDPOINT_URL", "http://all:1", "AWS_ENDPOINT_URL_SQS", "http://sqs:2"));

    assertThat(variables.endpoint("AWS_ENDPOINT_URL_SQS")).hasHost("sqs").hasPort(2);
    assertThat(variables.endpoint("AWS_ENDPOINT_URL_S3")).hasHost("all").hasPort(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"store:9000", "ftp://store", "https://", "https://a b", "http:///path"})
  void endpoint_notOfAHost_isRefusedWithoutBeingQuoted(String value) {
    assertThatExceptionOfType(InvalidConfigException.class)
        .isThrownBy(
            () -> new Variables(Map.of("AWS_ENDPOINT_URL", value)).endpoint("AWS_ENDPOINT_URL_SQS"))
        .withMessage(
            "AWS_ENDPOINT_URL is no URL, expected one such as https://store.example.com:9000");
  }
}
