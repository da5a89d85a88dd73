package io.github.s3sync.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Checks how adapters see the environment. */
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

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "S3SYNC_SOURCE | s3://src/in/\\n | S3SYNC_SOURCE is 's3://src/in/\\u000A', which ends with"
            + " U+000A",
        "S3SYNC_SOURCE | s3://src/in/\\r\\n | S3SYNC_SOURCE is 's3://src/in/\\u000D\\u000A', which"
            + " ends with U+000A",
        "S3SYNC_DESTINATION | s3://dst/a\\tb/{filename} | S3SYNC_DESTINATION is"
            + " 's3://dst/a\\u0009b/{filename}', which contains U+0009",
        "S3SYNC_DESTINATION | \\uFEFFs3://dst/ | S3SYNC_DESTINATION is '\\uFEFFs3://dst/', which"
            + " starts with U+FEFF",
        "S3SYNC_SOURCE | s3://src/in/\\u00A0 | S3SYNC_SOURCE is 's3://src/in/\u00A0', which ends"
            + " with U+00A0",
        "S3SYNC_RULES | s3://cfg/rules.json\\n | S3SYNC_RULES is 's3://cfg/rules.json\\u000A',"
            + " which ends with U+000A",
        "S3SYNC_TAGS | true\\n | S3SYNC_TAGS is 'true\\u000A', which ends with U+000A",
        "S3SYNC_QUEUE_URL | https://sqs/1/q\\n | S3SYNC_QUEUE_URL is 'https://sqs/1/q\\u000A',"
            + " which ends with U+000A",
        "AWS_REGION | eu-west-1\\n | AWS_REGION is 'eu-west-1\\u000A', which ends with U+000A",
        "AWS_PROFILE | \\ndev | AWS_PROFILE is '\\u000Adev', which starts with U+000A",
        "secret_key | hush\\n | secret_key ends with U+000A",
        "access_key | AKIA\\n | access_key ends with U+000A",
        "AWS_ENDPOINT_URL_S3 | http://me:hush@s\\n | AWS_ENDPOINT_URL_S3 ends with U+000A",
        "S3SYNC_SOURCE_ENDPOINT | http://me:hush@s\\n | S3SYNC_SOURCE_ENDPOINT ends with U+000A"
      })
  void new_valueWithWhitespaceAtAnEndOrAControlCharacter_isRefused(
      String name, String value, String message) {
    Map<String, String> environment =
        Map.of(
            name,
            value.replace("\\uFEFF", "\uFEFF").replace("\\u00A0", "\u00A0").translateEscapes());

    assertThatExceptionOfType(InvalidConfigException.class)
        .isThrownBy(() -> new Variables(environment))
        .withMessage(
            message
                + ", expected a value without control characters, and without whitespace at the"
                + " start or end");
  }

  @ParameterizedTest
  @ValueSource(strings = {"S3SYNC_METRICS_NAMESPACE", "PATH", "AWS_LAMBDA_FUNCTION_NAME"})
  void new_spaceInsideAValueOrAnotherVariable_isNotRefused(String name) {
    String value = name.startsWith(Variables.PREFIX) ? "Team A/사본" : " a\nb ";

    assertThat(new Variables(Map.of(name, value)).text(name)).isEqualTo(value);
  }

  @Test
  void new_rulesAsJsonOfSeveralLines_areNotRefused() {
    String rules = "\uFEFF\n{\n\t\"rules\": []\n}\n";

    assertThat(new Variables(Map.of("S3SYNC_RULES", rules)).text("S3SYNC_RULES")).isEqualTo(rules);
  }

  @Test
  void endpoint_underscoreInTheHostName_saysSo() {
    assertThatExceptionOfType(InvalidConfigException.class)
        .isThrownBy(
            () ->
                new Variables(Map.of("AWS_ENDPOINT_URL_S3", "http://my_store:9000"))
                    .endpoint("AWS_ENDPOINT_URL_S3"))
        .withMessage(
            "AWS_ENDPOINT_URL_S3 has '_' in its host name, which is not a legal host name, expected"
                + " a name without '_' or an IP address");
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
            "AWS_ENDPOINT_URL is not a URL, expected one such as https://store.example.com:9000");
  }

  @ParameterizedTest
  @CsvSource({
    "https://me:hush@store, contains a user name or password",
    "https://store?a=hush, contains '?' or '#'",
    "https://store/#hush, contains '?' or '#'",
    "http://store:99999, 'has the port 99999, expected one from 1 to 65535'",
    "http://store:0, 'has the port 0, expected one from 1 to 65535'"
  })
  void endpoint_thatWouldNotBeUsedAsItIs_isRefusedWithoutBeingQuoted(String value, String problem) {
    assertThatExceptionOfType(InvalidConfigException.class)
        .isThrownBy(
            () ->
                new Variables(Map.of("AWS_ENDPOINT_URL_S3", value)).endpoint("AWS_ENDPOINT_URL_S3"))
        .withMessageStartingWith("AWS_ENDPOINT_URL_S3 " + problem)
        .withMessageNotContaining("hush");
  }

  @Test
  void endpoint_schemeInCapitals_isTheSameAddress() {
    assertThat(
            new Variables(Map.of("AWS_ENDPOINT_URL", "HTTP://Store:1/A"))
                .endpoint("AWS_ENDPOINT_URL_STS"))
        .hasToString("http://Store:1/A");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"eu-west-1", "us-gov-west-1", "auto", "default", "RegionOne", "fr-par", "1"})
  void region_ofAnyStore_isTaken(String region) {
    assertThat(new Variables(Map.of("AWS_REGION", region)).region()).isEqualTo(region);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"eu west 1", "EU-WEST-1", "EU", "eu_west_1", "eu-west-1/", "a.b", "-a", "a-"})
  void region_thatCannotBePartOfAHostName_isRefused(String region) {
    assertThatExceptionOfType(InvalidConfigException.class)
        .isThrownBy(() -> new Variables(Map.of("AWS_REGION", region)).region())
        .withMessage("AWS_REGION is '" + region + "', expected one such as eu-west-1");
    assertThatExceptionOfType(InvalidConfigException.class)
        .isThrownBy(() -> new EnvironmentReader().clients(Map.of("AWS_REGION", region)))
        .withMessageStartingWith("AWS_REGION is");
  }
}
