package io.github.s3sync.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.s3sync.cli.output.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class S3SyncCliTest {

  private static final String QUEUE = "arn:aws:sqs:eu-west-1:111122223333:objects";
  private static final String ROLE = "arn:aws:iam::111122223333:role/s3sync";
  private static final String[] RULE = {"-s", "s3://src/in/", "-d", "s3://dst/bdp/"};

  @Test
  void help_ofAll_namesEveryCommandAndExitCode() {
    CliRun run = CliRun.of("--help");

    assertThat(run.exitCode()).isZero();
    assertThat(run.out())
        .contains(
            "explain",
            "policies",
            "notifications",
            "check",
            "copy",
            "verify",
            "backfill",
            "reconcile",
            "run")
        .contains("generate-completion")
        .contains("0   success", "  1   ", "  2   ");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "explain",
        "policies",
        "notifications",
        "check",
        "copy",
        "verify",
        "backfill",
        "reconcile",
        "run"
      })
  void help_ofACommand_beginsWithItsUsage(String command) {
    CliRun run = CliRun.of(command, "--help");

    assertThat(run.exitCode()).isZero();
    assertThat(run.out()).startsWith("Usage: s3sync " + command);
    assertThat(run.out().lines()).allMatch(line -> line.length() <= 100);
  }

  @Test
  void generateCompletion_ofBash_knowsCommandsAndOptions() {
    assertThat(CliRun.of("generate-completion").out())
        .contains("complete -F _complete_s3sync", "--deliver-to", "--event-bridge");
  }

  @ParameterizedTest
  @CsvSource(
      delimiterString = "=>",
      value = {
        "explain s3://src/in/a => s3sync: no rules are given, expected --rules, or --source and"
            + " --destination, or the variables S3SYNC_RULES, or S3SYNC_SOURCE and"
            + " S3SYNC_DESTINATION",
        "explain s3://src/in/a -s s3://src/in/ => s3sync: --destination is not set, expected it"
            + " together with --source",
        "explain s3://src/in/a -r no.json => s3sync: --rules is 'file:no.json', which cannot be"
            + " read: the file does not exist",
        "explain src/in/a -s s3://src/ -d s3://dst/ => s3sync: Invalid value for positional"
            + " parameter at index 0 (S3_URI): it is 'src/in/a', expected s3://bucket/key; 's3sync"
            + " explain --help' lists the options",
        "explain -s s3://src/ -d s3://dst/ => s3sync: Missing required argument (specify one of"
            + " these): (S3_URI | -e=FILE); 's3sync explain --help' lists the options",
        "explain -e no.json -s s3://src/ -d s3://dst/ => s3sync: --event is 'no.json', which"
            + " does not exist",
        "policies -s s3://src/ -d s3://dst/ => s3sync: Missing required option:"
            + " '--principal=ARN'; 's3sync policies --help' lists the options",
        "policies -s s3://src/ -d s3://dst/ -p me => s3sync: --principal is 'me', expected an ARN:"
            + " Malformed ARN - doesn't start with 'arn:'",
        "policies -s s3://src/ -d s3://dst/ -p "
            + ROLE
            + " -a src=1 => s3sync: --account: account of bucket"
            + " 'src' is '1', expected 12 digits",
        "policies -s s3://src/ -d s3://dst/ -p "
            + ROLE
            + " -k src=alias/x => s3sync: --key: key of bucket 'src' is 'alias/x', expected an"
            + " ARN: Malformed ARN - doesn't start with 'arn:'",
        "check -s s3://src/ -d s3://dst/ --queue http://my_queue:9324/1/q => s3sync: --queue has"
            + " '_' in its host name, which is not a legal host name, expected a name without '_'"
            + " or an IP address",
        "policies -s s3://src/ -d s3://dst/ -p "
            + ROLE
            + " -a src=111122223333 => s3sync: the account of bucket 'dst' is not known, expected"
            + " --account dst=ID with its 12 digits, or expectedOwner in the rules",
        "notifications -s s3://src/ -d s3://dst/ -t arn:aws:s3:::x => s3sync: --target is"
            + " 'arn:aws:s3:::x', expected the ARN of an SQS queue, an SNS topic or a function",
        "policies -s s3://src/ -d s3://dst/ -p "
            + ROLE
            + " -a src=111122223333 -a dst=111122223333 --deliver-to foo => s3sync: --deliver-to is"
            + " 'foo', expected the ARN of an SQS queue, an SNS topic or a function",
        "check -s s3://src/ -d s3://dst/ --queue foo => s3sync: --queue is 'foo', expected the URL"
            + " of a queue",
        "copy -s s3://src/ -d s3://dst/ => s3sync: Missing required parameter: 'S3_URI';"
            + " 's3sync copy --help' lists the options",
        "policies -s s3://src/ -d s3://dst/ -p "
            + ROLE
            + " -k dts=x => s3sync: --key names 'dts',"
            + " expected bucket of the rules: [dst, src]",
        "policies -s s3://src/ -d s3://dst/ -p arn:aws:iam::11111111111:role/r => s3sync:"
            + " --principal is 'arn:aws:iam::11111111111:role/r', expected an ARN with the 12"
            + " digits of an account",
        "copies => s3sync: Unmatched argument at index 0: 'copies', did you mean copy?; 's3sync"
            + " --help' lists the options"
      })
  void call_wrongArguments_areOneLineAndExitCode2(String line, String message) {
    CliRun run = CliRun.of(line.split(" ", -1));

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err().lines()).containsExactly(message);
    assertThat(run.out()).isEmpty();
  }

  @Test
  void call_valueThatLooksLikeAVariable_isQuotedUnchanged() {
    assertThat(CliRun.of("explain", "s3://src/a", "-r", "S3SYNC_SOURCE").err())
        .startsWith("s3sync: --rules is 'file:S3SYNC_SOURCE', which cannot be read");
    assertThat(CliRun.of("explain", "s3://src/a", "-s", "s3://S3SYNC_RULES/").err())
        .startsWith("s3sync: --destination is not set, expected it together with --source");
    assertThat(
            CliRun.of("explain", "s3://src/a", "-s", "s3://src/", "-d", "dst/S3SYNC_RULES").err())
        .startsWith("s3sync: --destination is 'dst/S3SYNC_RULES', which");
  }

  @Test
  void call_variableWrongAndNoOptionGiven_namesTheVariable() {
    assertThat(CliRun.in(Map.of("S3SYNC_SOURSE", "s3://src/"), "explain", "s3://src/a").err())
        .startsWith("s3sync: S3SYNC_SOURSE is an unknown variable");
  }

  @Test
  void explain_objectThatARuleTakes_saysWhereItGoes() {
    CliRun run = explain("s3://src/in/한글 a+b%20.txt");

    assertThat(run.exitCode()).isZero();
    assertThat(run.out())
        .isEqualTo(
            """
            Object Created of src: in/한글 a+b%20.txt
              rule 'default': matches
              -> copy s3://src/in/한글 a+b%20.txt to s3://dst/bdp/한글 a+b%20.txt with [HeadObject,\
             CopyObject]
            """);
  }

  @Test
  void explain_objectThatNoRuleTakes_exitsWith1() {
    CliRun run = explain("s3://src/out/a");

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.out()).contains("rule 'default': no, ", "-> nothing: NO_RULE");
  }

  @Test
  void explain_json_isAllOfIt() {
    CliRun run = explain("s3://src/in/a", "--json");

    assertThat(Json.read(run.out()))
        .isEqualTo(
            Json.read(
                """
                {"events": [{"name": "Object Created", "bucket": "src", "key": "in/a",
                  "rules": [{"rule": "default", "matches": true, "whyNot": null}],
                  "decisions": [{"action": "copy", "rule": "default", "source": "s3://src/in/a",
                    "replica": "s3://dst/bdp/a", "requests": ["HeadObject", "CopyObject"]}]}],
                 "malformed": [], "setUpMessages": 0}
                """));
  }

  @Test
  void explain_eventInAFile_isReadAsS3SentIt(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("event.json");
    Files.writeString(
        file,
        """
        {"Records": [{"eventVersion": "2.6", "eventSource": "aws:s3", "awsRegion": "us-east-1",
          "eventName": "ObjectCreated:Put", "s3": {"bucket": {"name": "src"},
          "object": {"key": "in/a+%2B.txt", "size": 3, "eTag": "e"}}}]}
        """);

    assertThat(explain("-e", file.toString()).out())
        .contains("to s3://dst/bdp/a +.txt with [CopyObject]");
    Files.writeString(file, "{}");
    CliRun wrong = explain("-e", file.toString());
    assertThat(wrong.exitCode()).isEqualTo(2);
    assertThat(wrong.err()).startsWith("s3sync: --event: ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "--json"})
  void explain_oneRecordOfTwoCannotBeRead_exitsWith1(String option, @TempDir Path folder)
      throws IOException {
    Path file = folder.resolve("event.json");
    Files.writeString(
        file,
        """
        {"Records": [{"eventVersion": "2.6", "eventSource": "aws:s3", "awsRegion": "us-east-1",
          "eventName": "ObjectCreated:Put", "s3": {"bucket": {"name": "src"},
          "object": {"key": "in/a", "size": 3, "eTag": "e"}}}, {"eventSource": "aws:s3"}]}
        """);

    CliRun run =
        option.isEmpty() ? explain("-e", file.toString()) : explain("-e", file.toString(), option);

    assertThat(run.exitCode()).as(run.out()).isEqualTo(1);
    assertThat(run.out()).contains("bdp/a").containsIgnoringCase("record");
  }

  @Test
  void explain_eventThatCannotBeRead_isOneLineAndExitCode2(@TempDir Path folder)
      throws IOException {
    Path large = Files.writeString(folder.resolve("large"), "가".repeat(400_000));

    assertThat(explain("-e", folder.toString()))
        .isEqualTo(wrong("--event is '" + folder + "', which cannot be read: Is a directory"));
    assertThat(explain("-e", large.toString()))
        .isEqualTo(wrong("--event is '" + large + "', which has more than 1048576 bytes"));
  }

  private static CliRun wrong(String message) {
    return new CliRun(2, "", "s3sync: " + message + System.lineSeparator());
  }

  @Test
  void notifications_outputThatCannotBeWritten_isOneLineAndExitCode2(@TempDir Path folder)
      throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "");

    CliRun run =
        CliRun.of(with(RULE, "notifications", "-t", QUEUE, "-o", file.resolve("sub").toString()));

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).startsWith("s3sync: --output is '" + file).hasLineCount(1);
  }

  @Test
  void notifications_outputWithASpace_isQuotedInTheCommand(@TempDir Path folder) {
    Path directory = folder.resolve("a b's");

    CliRun run = CliRun.of(with(RULE, "notifications", "-t", QUEUE, "-o", directory.toString()));

    assertThat(run.out()).contains("'file://" + folder + "/a b'\\''s/notifications-src.json'");
    assertThat(directory.resolve("notifications-src.json")).exists();
  }

  @Test
  void policies_rulesFile_isWhatVariablesSay(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("rules.json");
    Files.writeString(
        file,
        """
        {"rules": [{"name": "default", "source": {"bucket": "src", "prefix": "in/"},
          "destination": {"bucket": "dst", "key": {"replacePrefix": {"from": "in/", "to": "bdp/"}}}}]}
        """);
    String[] accounts = {"-p", ROLE, "-a", "src=111122223333", "-a", "dst=444455556666", "--json"};

    CliRun ofFile = CliRun.of(with(accounts, "policies", "-r", file.toString()));

    assertThat(ofFile.exitCode()).as(ofFile.err()).isZero();
    assertThat(ofFile.out()).isEqualTo(CliRun.of(with(accounts, with(RULE, "policies"))).out());
  }

  @Test
  void policies_output_isAFileForEachAndTheCommandsThatApplyThem(@TempDir Path folder)
      throws IOException {
    CliRun run =
        CliRun.of(
            with(
                RULE,
                "policies",
                "-p",
                ROLE,
                "-a",
                "src=111122223333",
                "-a",
                "dst=444455556666",
                "--deliver-to",
                QUEUE,
                "-o",
                folder.toString()));

    assertThat(run.exitCode()).as(run.err()).isZero();
    try (var files = Files.list(folder)) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrder(
              "role-s3sync.json", "bucket-dst.json", "queue-objects.json", "polling-objects.json");
    }
    assertThat(run.out())
        .contains(
            "aws iam put-role-policy --role-name s3sync --policy-name s3sync --policy-document"
                + " file://"
                + folder.resolve("role-s3sync.json"),
            "aws s3api put-bucket-policy --bucket dst --policy file://"
                + folder.resolve("bucket-dst.json"),
            "--attributes file://" + folder.resolve("queue-objects.json"));
    assertThat(Json.read(Files.readString(folder.resolve("bucket-dst.json"))).toString())
        .contains("\"Principal\":{\"AWS\":\"" + ROLE + "\"}", "arn:aws:s3:::dst/bdp/*");
    String attributes = Files.readString(folder.resolve("queue-objects.json"));
    assertThat(Json.read(Json.read(attributes).path("Policy").textValue()).toString())
        .contains("aws:SourceArn", "aws:SourceAccount", QUEUE);
  }

  @Test
  void policies_moreThanInlinePoliciesMayHave_areManagedPolicies(@TempDir Path folder)
      throws IOException {
    CliRun run = policiesOf(60, "dst=111122223333", folder);

    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.out())
        .contains(", part 1 of 3, as a managed policy", "aws iam create-policy")
        .doesNotContain("put-role-policy");
  }

  @Test
  void policies_bucketPolicyIsTooLong_exitsWith1AndPrintsNoCommandForIt(@TempDir Path folder)
      throws IOException {
    CliRun run = policiesOf(200, "dst=444455556666", folder);

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err())
        .startsWith("s3sync: bucket-dst.json cannot be applied: it has ")
        .contains(" characters, and AWS accepts 20480")
        .hasLineCount(1);
    assertThat(run.out()).contains("# cannot be applied: ").doesNotContain("put-bucket-policy");
  }

  private static CliRun policiesOf(int rules, String account, Path folder) throws IOException {
    String json =
        IntStream.range(0, rules)
            .mapToObj(
                i ->
                    """
                    {"name": "r%d", "source": {"bucket": "src", "prefix": "%s/%d/"},
                      "destination": {"bucket": "dst"}}
                    """
                        .formatted(i, "long".repeat(20), i))
            .collect(Collectors.joining(","));
    Path file = Files.writeString(folder.resolve("rules.json"), "{\"rules\": [" + json + "]}");
    return CliRun.of(
        "policies", "-r", file.toString(), "-p", ROLE, "-a", "src=111122223333", "-a", account);
  }

  @Test
  void policies_encryptedQueueBehindEventBridge_letThatSendAndThePollerDecrypt() {
    String key = "arn:aws:kms:eu-west-1:111122223333:key/1";
    CliRun run =
        CliRun.of(
            with(
                RULE,
                with(
                    ACCOUNTS,
                    "policies",
                    "--deliver-to",
                    QUEUE,
                    "--sender",
                    "event-bridge",
                    "--queue-key",
                    key)));

    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.out())
        .contains("events.amazonaws.com", ":rule/s3sync-src", "DecryptNotifications", key)
        .doesNotContain("s3.amazonaws.com\\\"");
  }

  @Test
  void policies_encryptedQueue_letS3UseTheKey() {
    String key = "arn:aws:kms:eu-west-1:111122223333:key/1";
    CliRun run =
        CliRun.of(
            with(RULE, with(ACCOUNTS, "policies", "--deliver-to", QUEUE, "--queue-key", key)));

    assertThat(run.out())
        .contains("The statements to add to the policy of KMS key " + key + ", so that S3 can send")
        .contains("kms:GenerateDataKey");
  }

  @Test
  void policies_queueBehindATopic_areThoseOfBothAndTheSubscription() {
    String topic = "arn:aws:sns:eu-west-1:111122223333:t";
    CliRun run =
        CliRun.of(with(RULE, with(ACCOUNTS, "policies", "--deliver-to", QUEUE, "--sender", topic)));

    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.out())
        .contains(
            "# aws sns set-topic-attributes --topic-arn " + topic,
            "sns.amazonaws.com",
            "# aws sns subscribe --topic-arn " + topic + " --protocol sqs");
  }

  @Test
  void policies_function_isGivenPermissionsForEachBucket() {
    String function = "arn:aws:lambda:eu-west-1:111122223333:function:sync";
    CliRun run = CliRun.of(with(RULE, with(ACCOUNTS, "policies", "--deliver-to", function)));

    assertThat(run.out())
        .contains(
            "# aws lambda add-permission --function-name "
                + function
                + " --statement-id s3sync-1 --action lambda:InvokeFunction --principal"
                + " s3.amazonaws.com --source-arn arn:aws:s3:::src --source-account 111122223333");
  }

  @Test
  void notifications_target_areTheBucketsConfiguration() {
    CliRun run = CliRun.of(with(RULE, "notifications", "-t", QUEUE, "--json"));

    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(Json.read(run.out()).at("/0/document/QueueConfigurations/0/QueueArn").textValue())
        .isEqualTo(QUEUE);
    assertThat(Json.read(run.out()).at("/0/command").textValue())
        .isEqualTo(
            "aws s3api put-bucket-notification-configuration --bucket src"
                + " --notification-configuration file://notifications-src.json");
  }

  @Test
  void notifications_eventBridge_areRuleTargetAndConfigurationOfTheBucket() {
    assertThat(CliRun.of(with(RULE, "notifications", "--event-bridge", "-t", QUEUE)).out())
        .contains("\"detail-type\"", "Object Created", "\"prefix\" : \"in/\"")
        .containsSubsequence(
            "# aws events put-rule --name s3sync-src",
            "# aws events put-targets --rule s3sync-src --targets file://targets-src.json",
            "# aws s3api put-bucket-notification-configuration --bucket src",
            "\"EventBridgeConfiguration\" : { }");
    assertThat(CliRun.of(with(RULE, "notifications", "--event-bridge")).out())
        .doesNotContain("put-targets");
  }

  @Test
  void s3sync_withoutACommand_printsTheCommands() {
    CliRun run = CliRun.of();
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains("Commands:", "explain", "policies");
  }

  @Test
  void s3sync_unknownCommand_namesTheNearest() {
    CliRun run = CliRun.of("explian");
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains("'explian'", "did you mean explain?").hasLineCount(1);
  }

  @Test
  void run_unfinishedVariable_namesTheWholeOne() {
    CliRun run = CliRun.in(Map.of("S3SYNC_QUEUE", "1"), with(RULE, "run"));
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains("did you mean S3SYNC_QUEUE_URL?");
  }

  @ParameterizedTest
  @CsvSource({
    "--queue, not-a-url",
    "--queue, http://my_queue:9324/000000000000/q",
    "--dead-letter-queue, https://my_queue/1/q",
    "--queue, https:///q",
    "--health-port, 99999",
    "--concurrency, 0",
    "--dead-letter-queue, not-a-url"
  })
  void run_wrongOption_isNamedAsItWasGiven(String option, String value) {
    String[] queue =
        option.equals("--queue")
            ? new String[0]
            : new String[] {"--queue", "https://sqs.eu-west-1.amazonaws.com/111122223333/q"};
    CliRun run =
        CliRun.in(Map.of("AWS_REGION", "eu-west-1"), with(RULE, with(queue, "run", option, value)));
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).startsWith("s3sync: " + option + " ").hasLineCount(1);
  }

  @ParameterizedTest
  @CsvSource({"--max-delete-share, Infinity", "--max-delete-share, NaN", "--max-deletes, -1"})
  void reconcile_wrongLimit_namesTheOption(String option, String value) {
    CliRun run = CliRun.of(with(RULE, "reconcile", option + "=" + value));

    assertThat(run.exitCode()).isEqualTo(64);
    assertThat(run.err()).startsWith("s3sync: " + option + " is " + value).hasLineCount(1);
  }

  @ParameterizedTest
  @CsvSource({
    "--workers, -1",
    "--workers, 10001",
    "--workers, 2147483647",
    "--listers, 0",
    "--listers, 10001",
    "--settle, PT-5S"
  })
  void verify_numberOutOfRange_namesTheOption(String option, String value) {
    CliRun run = CliRun.of(with(RULE, "verify", option + "=" + value));

    assertThat(run.exitCode()).isEqualTo(64);
    assertThat(run.err()).startsWith("s3sync: " + option + " is " + value).hasLineCount(1);
  }

  @Test
  void policies_accountIsNotKnown_namesTheOption() {
    CliRun run = CliRun.of(with(RULE, "policies", "-p", ROLE));
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains("expected --account ").doesNotContain("sourceOwner");
  }

  @Test
  void run_wrongConfiguration_exitsWith2() {
    assertThat(CliRun.of(with(RULE, "run")).exitCode()).isEqualTo(2);
  }

  private static CliRun explain(String... args) {
    return CliRun.of(with(RULE, with(args, "explain")));
  }

  private static final String[] ACCOUNTS = {
    "-p", ROLE, "-a", "src=111122223333", "-a", "dst=444455556666"
  };

  /** Puts the last arguments first, since a command precedes its options. */
  private static String[] with(String[] last, String... first) {
    String[] all = Arrays.copyOf(first, first.length + last.length);
    System.arraycopy(last, 0, all, first.length, last.length);
    return all;
  }
}
