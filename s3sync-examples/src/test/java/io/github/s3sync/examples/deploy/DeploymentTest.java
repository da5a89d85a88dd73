package io.github.s3sync.examples.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.s3sync.lambda.S3SyncHandler;
import io.github.s3sync.outcome.OutcomeListener;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The settings that prevent a loss: the queue, its dead letters and the function are consistent.
 *
 * @see <a href= "https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html">Creating
 *     and configuring an Amazon SQS event source mapping</a>
 */
class DeploymentTest {

  /** The class is not loaded, since it needs the CRaC library of the uploaded jar. */
  private static final String HANDLER = "PrimedS3SyncHandler";

  static Stream<Deployment> deployments() {
    return Deployment.TOOLS.stream().map(tool -> tool.deploy(Sample.README));
  }

  @ParameterizedTest
  @MethodSource("deployments")
  void queue_hidesMessagesForSixTimeoutsAndGivesThemUpAfter20Receives(Deployment deployment) {
    Deployment.Queue queue = deployment.queue();

    assertThat(queue.visibilitySeconds())
        .isGreaterThanOrEqualTo(6 * deployment.function().timeoutSeconds());
    assertThat(queue.redrive())
        .isEqualTo(
            Map.of("deadLetterTargetArn", Sample.DEAD_LETTER_QUEUE_ARN, "maxReceiveCount", 20));
    assertThat(queue.retentionSeconds()).isGreaterThan(5 * queue.visibilitySeconds());
    assertThat(queue.encrypted()).isTrue();
  }

  @ParameterizedTest
  @MethodSource("deployments")
  void deadLetterQueue_keepsMessagesForLongerThanTheQueue(Deployment deployment) {
    Deployment.Queue deadLetters = deployment.deadLetterQueue();

    assertThat(deadLetters.retentionSeconds())
        .isEqualTo(Duration.ofDays(14).toSeconds())
        .isGreaterThan(deployment.queue().retentionSeconds());
    assertThat(deadLetters.encrypted()).isTrue();
    assertThat(deadLetters.redrive()).isEmpty();
  }

  @Test
  void logCopies_ofBothTools_isTheLogLevelOfOutcomes() {
    String option = "-Dorg.slf4j.simpleLogger.log.io.github.s3sync.outcome=debug";
    CloudFormation sam =
        new CloudFormation(
            SamDeployment.FOLDER.resolve("source.yaml"), Map.of("LogCopies", "true"));
    assertThat(sam.resource("Function").toString()).contains(option);
    assertThat(Terraform.text(TerraformDeployment.FOLDER.resolve("source")))
        .contains("var.log_copies ? \"" + option + "\" : \"\"");
    // The logger of outcomes.
    assertThat("io.github.s3sync.outcome").isEqualTo(OutcomeListener.class.getPackageName());
  }

  @ParameterizedTest
  @MethodSource("deployments")
  void queues_outliveTheirDeployment(Deployment deployment) {
    assertThat(deployment.queue().kept()).isTrue();
    assertThat(deployment.deadLetterQueue().kept()).isTrue();
  }

  @ParameterizedTest
  @MethodSource("deployments")
  void mapping_reportsEachMessageAndCallsTheAlias(Deployment deployment) {
    assertThat(deployment.mapping())
        .isEqualTo(
            new Deployment.Mapping(
                Sample.QUEUE_ARN,
                Sample.NAME + ":" + deployment.function().alias(),
                10,
                Set.of("ReportBatchItemFailures"),
                10));
  }

  @ParameterizedTest
  @MethodSource("deployments")
  void function_startsFromASnapshotOfWhatIsConfigured(Deployment deployment) {
    assertThat(deployment.function())
        .isEqualTo(
            new Deployment.Function(
                S3SyncHandler.class.getPackageName() + "." + HANDLER,
                "java21",
                "PublishedVersions",
                1024,
                Sample.TIMEOUT_SECONDS,
                "Text",
                30,
                "live",
                true));
    assertThat(S3SyncHandler.class.getResource(HANDLER + ".class")).isNotNull();
  }

  @ParameterizedTest
  @CsvSource({"60, 360, 720", "300, 1800, 3600", "900, 5400, 10800"})
  void secondsByTimeout_ofSam_areSixAndTwelveTimesAsMany(
      String timeout, int visibility, int twoTries) {
    CloudFormation template =
        new CloudFormation(
            SamDeployment.FOLDER.resolve("source.yaml"), Map.of("TimeoutSeconds", timeout));

    assertThat(template.mapping("SecondsByTimeout"))
        .hasSize(3)
        .containsEntry(timeout, Map.of("Visibility", visibility, "TwoTries", twoTries));
    assertThat(visibility).isEqualTo(6 * Integer.parseInt(timeout));
    assertThat(twoTries).isEqualTo(2 * visibility);
  }

  @ParameterizedTest
  @MethodSource("deployments")
  void destination_abortsAbandonedUploads(Deployment deployment) {
    assertThat(deployment.abandonedUploadDays()).isEqualTo(7);
  }

  @Test
  void patterns_ofBothTools_areTheSame() {
    Map<String, String> sam = new SamDeployment(Sample.README).patterns();
    Map<String, String> terraform = new TerraformDeployment(Sample.README).patterns();

    assertThat(terraform)
        .containsOnlyKeys(
            "SourcePrefix",
            "DestinationAccount",
            "DestinationPrefix",
            "DestinationKey",
            "RulesUri");
    assertThat(sam).containsAllEntriesOf(terraform);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          SourcePrefix      | in/            | true
          SourcePrefix      | in             | true
          SourcePrefix      | in*            | false
          SourcePrefix      | in ?           | false
          SourcePrefix      | über/          | true
          SourcePrefix      | dt=2026/       | true
          SourcePrefix      | a b/한글/        | true
          SourcePrefix      | a\\b            | false
          SourcePrefix      | ${x}           | false
          DestinationPrefix | bdp/           | true
          DestinationPrefix | a/year=2026/   | true
          DestinationPrefix | bdp            | false
          DestinationPrefix | {filename}/    | false
          DestinationPrefix | a*/            | false
          DestinationPrefix | ${aws:userid}/ | false
          DestinationKey    | {filename}     | true
          DestinationKey    | {path}{1}.bak  | true
          DestinationKey    | x{filename}    | false
          DestinationKey    | {{x}}{key}     | false
          DestinationKey    | all.csv        | false
          """)
  void pattern_ofWhatGoesIntoPolicies_takesNothingThatPoliciesReadOtherwise(
      String parameter, String value, boolean allowed) {
    String pattern = new SamDeployment(Sample.README).patterns().get(parameter);

    assertThat(Pattern.matches(String.valueOf(pattern), value)).isEqualTo(allowed);
  }
}
