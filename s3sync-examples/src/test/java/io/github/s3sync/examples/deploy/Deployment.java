package io.github.s3sync.examples.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Describes the result of a tool's templates for a sample, on both sides. */
interface Deployment {

  List<Deployment.Tool> TOOLS = List.of(SamDeployment::new, TerraformDeployment::new);

  /** Creates a deployment. */
  interface Tool {
    Deployment deploy(Sample sample);
  }

  /** Returns the function's environment variables. */
  Map<String, String> environment();

  /** Returns the policy of the function's role for the rules. */
  JsonNode copyPolicy();

  /** Returns the policy of the function's role for reading rules from an object. */
  JsonNode rulesPolicy();

  /** Returns the other policy of the function's role. */
  JsonNode runPolicy();

  JsonNode trustPolicy();

  JsonNode queuePolicy();

  JsonNode bucketPolicy();

  /**
   * Returns after how many days an incomplete upload is aborted in a bucket that the templates
   * create.
   */
  long abandonedUploadDays();

  Function function();

  Queue queue();

  Queue deadLetterQueue();

  Mapping mapping();

  List<Alarm> alarms();

  JsonNode dashboard();

  /** Returns the patterns of values, by the name of the SAM parameter. */
  Map<String, String> patterns();

  /** Describes a function and its alias. */
  record Function(
      String handler,
      String runtime,
      String snapStart,
      long memoryMegabytes,
      long timeoutSeconds,
      String logFormat,
      long logRetentionDays,
      String alias,
      boolean publishesEveryChange) {}

  /**
   * Describes a queue; its redrive policy is empty if it has none.
   *
   * @param kept whether it remains, with its messages, when the deployment is removed
   */
  record Queue(
      long visibilitySeconds,
      long retentionSeconds,
      boolean encrypted,
      boolean kept,
      Map<String, ?> redrive) {}

  /** Describes an event source mapping. */
  record Mapping(
      String queueArn,
      String function,
      long batchSize,
      Set<String> responseTypes,
      long maximumConcurrency) {}
}
