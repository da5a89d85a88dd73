package io.github.s3sync.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.s3sync.S3Sync;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EnvironmentReaderTest {

  private static final String EVENT =
      """
      {"Records": [{"eventSource": "aws:s3", "eventName": "ObjectCreated:Put",
        "s3": {"bucket": {"name": "src"}, "object": {"key": "prefix/a+b.txt", "size": 1}}}]}
      """;

  @Test
  void read_sourceAndDestination_explainsTheCopy() {
    try (S3Sync sync = new EnvironmentReader().read(with(Map.of()))) {
      assertThat(sync.explain(EVENT))
          .contains("rule 'default': matches")
          .contains("copy s3://src/prefix/a b.txt to s3://dst/bdp/a b.txt");
    }
  }

  /** Half a key is refused as soon as a client is created. */
  @Test
  void rules_ofTheEnvironment_areReadWithoutClients() {
    Map<String, String> environment = with(Map.of("access_key", "AKIAEXAMPLE"));

    assertThat(new EnvironmentReader().rules(environment).rules())
        .extracting(rule -> rule.name())
        .containsExactly("default");
    assertThatExceptionOfType(InvalidConfigException.class)
        .isThrownBy(() -> new EnvironmentReader().read(environment))
        .withMessageStartingWith("secret_key is not set");
    assertThatExceptionOfType(InvalidConfigException.class)
        .isThrownBy(() -> new EnvironmentReader().rules(with(Map.of("S3SYNC_ACL", "all"))))
        .withMessageStartingWith("S3SYNC_ACL is 'all'");
  }

  @Test
  void concurrentRequests_negativeNumber_isRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new EnvironmentReader().concurrentRequests(-1))
        .withMessage("requests is -1, expected 0 or more");
  }

  @Test
  void read_everyVariable_isTaken() {
    Map<String, String> environment =
        with(
            Map.of(
                "S3SYNC_ACL", "none",
                "S3SYNC_TAGS", "true",
                "S3SYNC_CONCURRENCY", "1000",
                "S3SYNC_MULTIPART_THRESHOLD_BYTES", "5242880",
                "S3SYNC_PART_SIZE_BYTES", "5368709120",
                "S3SYNC_DELETES_PER_MINUTE", "0",
                "AWS_REGION", "eu-west-1",
                "AWS_ENDPOINT_URL_S3", "http://localhost:9000",
                "access_key", "AKIA",
                "secret_key", "hush"));
    environment.put("S3SYNC_SKIP_EQUAL", "true");
    environment.put("S3SYNC_VERIFY", "false");
    environment.put("S3SYNC_STREAM_BUFFER_BYTES", "5242880");
    environment.put("S3SYNC_SOCKET_TIMEOUT_SECONDS", "86400");
    environment.put("AWS_ENDPOINT_URL_STS", "http://localhost:9001");
    environment.put("S3SYNC_DESTINATION_ROLE_ARN", "arn:aws:iam::222222222222:role/replica");
    environment.put("S3SYNC_DESTINATION_EXTERNAL_ID", "partner-4711");
    environment.put("S3SYNC_DESTINATION_SESSION_NAME", "nightly");
    environment.put("S3SYNC_DESTINATION_CREDENTIALS", "partner");
    environment.put("S3SYNC_DESTINATION_ENDPOINT", "http://LOCALHOST:9000/");

    try (S3Sync sync = new EnvironmentReader().read(environment)) {
      assertThat(sync.explain(EVENT)).contains("matches");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "S3SYNC_SOCKET_TIMEOUT_SECONDS, 0",
    "S3SYNC_SOCKET_TIMEOUT_SECONDS, 86401",
    "S3SYNC_SOCKET_TIMEOUT_SECONDS, soon",
    "S3SYNC_STREAM_BUFFER_BYTES, 5242879",
    "S3SYNC_STREAM_BUFFER_BYTES, 64m",
    "S3SYNC_SKIP_EQUAL, yes"
  })
  void read_wrongValue_namesItsVariable(String variable, String value) {
    assertThatExceptionOfType(InvalidConfigException.class)
        .isThrownBy(() -> new EnvironmentReader().read(with(Map.of(variable, value))))
        .withMessageContaining(variable)
        .withMessageContaining(value);
  }

  @Test
  void read_rulesWithAnotherStore_saysWhichRule() {
    String rules =
        """
        {"rules": [{"name": "away", "source": {"bucket": "src"},
          "destination": {"bucket": "dst", "endpoint": "aws"}}]}
        """;
    Map<String, String> environment =
        Map.of("S3SYNC_RULES", rules, "AWS_ENDPOINT_URL_S3", "http://localhost:9000");

    assertThatExceptionOfType(InvalidConfigException.class)
        .isThrownBy(() -> new EnvironmentReader().read(environment))
        .withMessageStartingWith(
            "S3SYNC_RULES: rule 'away': destination.endpoint is 'aws', a different store");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "S3SYNC_CONCURRENCY | 0 | S3SYNC_CONCURRENCY is '0', expected a whole number from 1 to"
            + " 1000",
        "S3SYNC_CONCURRENCY | 1001 | S3SYNC_CONCURRENCY is '1001', expected a whole number from 1"
            + " to 1000",
        "S3SYNC_CONCURRENCY | 1e3 | S3SYNC_CONCURRENCY is '1e3', expected a whole number from 1 to"
            + " 1000",
        "S3SYNC_PART_SIZE_BYTES | 5MB | S3SYNC_PART_SIZE_BYTES is '5MB', expected a whole number"
            + " from 5242880 to 5368709120",
        "S3SYNC_MULTIPART_THRESHOLD_BYTES | 99999999999999999999 | S3SYNC_MULTIPART_THRESHOLD_BYTES"
            + " is '99999999999999999999', expected a whole number from 5242880 to 5368709120",
        "S3SYNC_DELETES_PER_MINUTE | -1 | S3SYNC_DELETES_PER_MINUTE is '-1', expected a whole"
            + " number from 0 to 1000000",
        "S3SYNC_RULES_REFRESH_SECONDS | 1.5 | S3SYNC_RULES_REFRESH_SECONDS is '1.5', expected a"
            + " whole number from 0 to 86400",
        "S3SYNC_UNMATCHED | fail | S3SYNC_UNMATCHED is 'fail', expected one of skip, retry",
        "S3SYNC_RULES_OWNER | acme | S3SYNC_RULES_OWNER is 'acme', expected a 12-digit account ID",
        "S3SYNC_RULES_OWNER | 111111111111 | S3SYNC_RULES_OWNER is set, expected S3SYNC_RULES to be"
            + " s3://bucket/key",
        "AWS_ENDPOINT_URL_S3 | localhost:9000 | AWS_ENDPOINT_URL_S3 is not a URL, expected one"
            + " such as https://store.example.com:9000",
        "AWS_ENDPOINT_URL_S3 | http://store:99999 | AWS_ENDPOINT_URL_S3 has the port 99999,"
            + " expected one from 1 to 65535",
        "AWS_ENDPOINT_URL | not a url | AWS_ENDPOINT_URL is not a URL, expected one such as"
            + " https://store.example.com:9000",
        "AWS_ENDPOINT_URL_STS | sts | AWS_ENDPOINT_URL_STS is not a URL, expected one such as"
            + " https://store.example.com:9000",
        "S3SYNC_DESTINATION_ENDPOINT | https://store.example.com | S3SYNC_DESTINATION_ENDPOINT is"
            + " 'https://store.example.com', a different store than the source: neither store can"
            + " copy from the other, expected the option transfer 'stream' together with it",
        "AWS_ENDPOINT_URL | ftp://store | AWS_ENDPOINT_URL is not a URL, expected one such as"
            + " https://store.example.com:9000",
        "access_key | AKIA | secret_key is not set, expected it together with access_key",
        "secret_key | hush | access_key is not set, expected it together with secret_key",
        "S3SYNC_THREADS | 4 | "
            + "S3SYNC_THREADS is an unknown variable, expected one of S3SYNC_RULES, "
            + "S3SYNC_SOURCE, S3SYNC_DESTINATION, S3SYNC_ACL, S3SYNC_TAGS, S3SYNC_TWO_WAY, "
            + "S3SYNC_SKIP_EQUAL, S3SYNC_VERIFY, S3SYNC_TRANSFER, S3SYNC_SOURCE_OWNER, "
            + "S3SYNC_DESTINATION_OWNER, "
            + "S3SYNC_CONCURRENCY, S3SYNC_MULTIPART_THRESHOLD_BYTES, "
            + "S3SYNC_PART_SIZE_BYTES, S3SYNC_STREAM_PART_SIZE_BYTES, "
            + "S3SYNC_STREAM … "
            + "SYNC_HEALTH_PORT, S3SYNC_SOURCE_CREDENTIALS, S3SYNC_SOURCE_ENDPOINT, "
            + "S3SYNC_SOURCE_REGION, S3SYNC_SOURCE_ROLE_ARN, S3SYNC_SOURCE_EXTERNAL_ID, "
            + "S3SYNC_SOURCE_SESSION_NAME, S3SYNC_DESTINATION_CREDENTIALS, "
            + "S3SYNC_DESTINATION_ENDPOINT, S3SYNC_DESTINATION_REGION, "
            + "S3SYNC_DESTINATION_ROLE_ARN, S3SYNC_DESTINATION_EXTERNAL_ID, "
            + "S3SYNC_DESTINATION_SESSION_NAME"
      })
  void read_wrongVariable_saysWhich(String name, String value, String message) {
    assertThatExceptionOfType(InvalidConfigException.class)
        .isThrownBy(() -> new EnvironmentReader().read(with(Map.of(name, value))))
        .withMessage(message);
  }

  private static Map<String, String> with(Map<String, String> more) {
    Map<String, String> environment = new HashMap<>(more);
    environment.put("S3SYNC_SOURCE", "s3://src/prefix/");
    environment.put("S3SYNC_DESTINATION", "s3://dst/bdp/{filename}");
    environment.put("PATH", "/bin");
    return environment;
  }
}
