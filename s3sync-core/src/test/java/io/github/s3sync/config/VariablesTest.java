package io.github.s3sync.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
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

  @ParameterizedTest
  @CsvSource({
    "S3SYNC_SERVICE_HOST, 10.0.0.5",
    "S3SYNC_SERVICE_PORT, 8080",
    "S3SYNC_SERVICE_PORT_HTTP_METRICS, 8080",
    "S3SYNC_PORT, tcp://10.0.0.5:8080",
    "S3SYNC_PORT_8080_TCP, tcp://10.0.0.5:8080",
    "S3SYNC_PORT_8080_TCP_PROTO, tcp",
    "S3SYNC_PORT_8080_TCP_PORT, 8080",
    "S3SYNC_PORT_8080_TCP_ADDR, 10.0.0.5",
    "S3SYNC_PORT_53_UDP, udp://10.0.0.5:53",
    "S3SYNC_PORT_99_SCTP_ADDR, fd00::1",
    "S3SYNC_POLLER_PORT, tcp://10.0.0.5:8080",
    "S3SYNC_POLLER_EU_SERVICE_HOST, 10.0.0.5",
    "S3SYNC_POLLER_PORT_8080_TCP_PORT, 8080",
    "S3SYNC_HEALTH_PORT, tcp://10.0.0.5:8080",
    "S3SYNC_HEALTH_PORT_8080_TCP_PORT, 8080"
  })
  void new_setByKubernetesForAService_isNotThere(String name, String value) {
    assertThat(new Variables(Map.of(name, value)).text(name)).isNull();
  }

  @ParameterizedTest
  @CsvSource({
    "S3SYNC_PORT, 8080",
    "S3SYNC_METRICS_PORT, 8080",
    "S3SYNC_SERVICE, s3sync",
    "S3SYNC_HOST, 10.0.0.5",
    "S3SYNC_PORTS, tcp://10.0.0.5:8080",
    "S3SYNC_PORT_TCP, tcp://10.0.0.5:8080"
  })
  void new_misspeltButLikeAServiceLink_isRefused(String name, String value) {
    assertThatExceptionOfType(InvalidConfigException.class)
        .isThrownBy(() -> new Variables(Map.of(name, value)))
        .withMessageContaining(name);
  }

  @Test
  void values_healthPortThatIsOne_isOurs() {
    assertThat(
            new Variables(Map.of(Variables.HEALTH_PORT, "8080"))
                .number("S3SYNC_HEALTH_PORT", 0, 65535))
        .isEqualTo(8080);
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
