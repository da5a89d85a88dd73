package io.github.s3sync.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.s3sync.cli.output.Json;
import io.github.s3sync.testing.FakeS3;
import io.github.s3sync.testing.S3ProxyServer;
import io.github.s3sync.testing.SqsServer;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.sync.RequestBody;

class CheckCommandIT {

  private static final String[] PRINCIPAL = {
    "-p",
    "arn:aws:iam::111111111111:role/s3sync",
    "-a",
    "src=111111111111",
    "-a",
    "dst=222222222222"
  };

  private final FakeS3 s3 = FakeS3.start();

  CheckCommandIT() {
    s3.createBucket("src", "111111111111");
    s3.createBucket("dst", "222222222222");
    s3.client()
        .putObject(p -> p.bucket("src").key("in/a").tagging("a=1"), RequestBody.fromString("a"));
  }

  /** Sets the credentials of the SQS client, which without a profile uses only these. */
  @BeforeAll
  static void setCredentials() {
    System.setProperty("aws.accessKeyId", "check");
    System.setProperty("aws.secretAccessKey", "not-a-secret");
  }

  @AfterAll
  static void clearCredentials() {
    System.clearProperty("aws.accessKeyId");
    System.clearProperty("aws.secretAccessKey");
  }

  @AfterEach
  void stop() {
    s3.close();
  }

  @Test
  void check_everythingAllowed_findsNoErrorAndWritesNothing() {
    CliRun run = check(Map.of(), PRINCIPAL);

    assertThat(run.exitCode()).as(run.out() + run.err()).isZero();
    assertThat(run.out()).contains("OK       permission   rule 'default', ", ", 0 ERROR, ");
    assertThat(s3.bucket("dst").keys()).isEmpty();
    assertThat(s3.openUploads()).isZero();
  }

  @Test
  void check_tagsMayNotBeWritten_printsTheStatementsOfBothAccounts() {
    s3.deny("check", "s3:PutObjectTagging", "dst");

    CliRun run = check(Map.of(), PRINCIPAL);

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.out())
        .contains("ERROR    permission   rule 'default', ", "s3:PutObjectTagging", ", 1 ERROR, ")
        .contains("to the policy of arn:aws:iam::111111111111:role/s3sync add")
        .contains("to the policy of dst add")
        .contains("\"Resource\" : \"arn:aws:s3:::dst/bdp/*\"");
  }

  @Test
  void check_json_isAnArrayOfFindings() {
    s3.deny("check", "s3:GetObjectTagging", "src");

    CliRun run = check(Map.of(), "--json");

    List<JsonNode> missing =
        Json.read(run.out()).findParents("missingPermission").stream()
            .filter(finding -> finding.path("missingPermission").booleanValue())
            .toList();
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(missing).hasSize(1);
    assertThat(missing.get(0).at("/permission/action").textValue())
        .isEqualTo("s3:GetObjectTagging");
  }

  @Test
  void check_unknownAccessKey_isOneErrorForEachSide() {
    try (S3ProxyServer strict =
        S3ProxyServer.builder().identity("known", "not-a-secret", "src", "dst").start()) {
      strict.createBucket("src");
      strict.createBucket("dst");

      // This S3 does not support tags and ACLs.
      CliRun run =
          check(
              Map.of(
                  "AWS_ENDPOINT_URL_S3", strict.endpoint().toString(),
                  "S3SYNC_TAGS", "false",
                  "S3SYNC_ACL", "none"));

      assertThat(run.exitCode()).as(run.out()).isEqualTo(1);
      assertThat(run.out().lines().filter(line -> line.startsWith("ERROR")))
          .hasSize(2)
          .allMatch(line -> line.contains(" credentials "));
    }
  }

  @Test
  void check_s3DoesNotAnswer_exitsWith1() {
    s3.close();

    CliRun run = check(Map.of(), PRINCIPAL);

    assertThat(run.exitCode()).as(run.out()).isEqualTo(1);
    assertThat(run.out()).contains("UNKNOWN  bucket ");
  }

  @Test
  void check_noRegionForTheQueue_isOneLineAndExitCode2() {
    CliRun run = check(Map.of("AWS_REGION", ""), "--queue", "https://sqs.example/1/q");

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).startsWith("s3sync: AWS_REGION is not set");
  }

  @Test
  void check_queueWithoutRedrivePolicy_isFound() {
    try (SqsServer sqs = SqsServer.start()) {
      String url = sqs.createQueue("objects");

      CliRun run = check(Map.of("AWS_ENDPOINT_URL_SQS", sqs.endpoint().toString()), "--queue", url);

      assertThat(run.out()).containsPattern("(WARNING|ERROR) +queue ");
    }
  }

  @Test
  void check_queueCannotBeLookedAt_exitsWith1AndSaysSo() {
    String url;
    URI endpoint;
    try (SqsServer sqs = SqsServer.start()) {
      url = sqs.createQueue("objects");
      endpoint = sqs.endpoint();
    }

    CliRun run = check(Map.of("AWS_ENDPOINT_URL_SQS", endpoint.toString()), "--queue", url);

    assertThat(run.out()).contains("UNKNOWN  queue ");
    assertThat(run.exitCode()).as(run.out()).isEqualTo(1);
    assertThat(run.out()).contains("UNKNOWN means that a check could not be made");
  }

  @Test
  void check_functionCannotBeLookedAt_exitsWith1() {
    CliRun run =
        check(Map.of("AWS_ENDPOINT_URL_LAMBDA", "http://127.0.0.1:1"), "--function", "copy");

    assertThat(run.out()).contains("UNKNOWN  function ").doesNotContain("OK       function ");
    assertThat(run.exitCode()).as(run.out()).isEqualTo(1);
  }

  @Test
  void check_wrongPrincipal_namesTheOption() {
    CliRun run = check(Map.of(), "--principal", "me");

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).startsWith("s3sync: --principal is 'me', expected an ARN");
  }

  private CliRun check(Map<String, String> more, String... args) {
    Map<String, String> environment = new HashMap<>();
    environment.put("AWS_ENDPOINT_URL_S3", s3.endpoint().toString());
    environment.put("AWS_REGION", "us-east-1");
    environment.put("S3SYNC_SOURCE", "s3://src/in/");
    environment.put("S3SYNC_DESTINATION", "s3://dst/bdp/");
    environment.putAll(more);
    String[] all = new String[args.length + 1];
    all[0] = "check";
    System.arraycopy(args, 0, all, 1, args.length);
    return CliRun.in(environment, all);
  }
}
