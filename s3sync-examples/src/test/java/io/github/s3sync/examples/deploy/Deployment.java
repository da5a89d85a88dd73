package io.github.s3sync.examples.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What a tool makes of its templates for a sample, on both sides. */
interface Deployment {

  List<Deployment.Tool> TOOLS = List.of(SamDeployment::new, TerraformDeployment::new);

  /** Makes one. */
  interface Tool {
    Deployment deploy(Sample sample);
  }

  /** The function's environment variables. */
  Map<String, String> environment();

  /** What the function's role may do for the rules. */
  JsonNode copyPolicy();

  /** With rules in an object, what the function's role may do to read them. */
  JsonNode rulesPolicy();

  /** What it may do besides. */
  JsonNode runPolicy();

  JsonNode trustPolicy();

  JsonNode queuePolicy();

  JsonNode bucketPolicy();

  /** After how many days an upload that nobody ended is aborted in a bucket that is made. */
  long abandonedUploadDays();

  Function function();

  Queue queue();

  Queue deadLetterQueue();

  Mapping mapping();

  List<Alarm> alarms();

  JsonNode dashboard();

  /** The patterns that values have to match, by the name of the parameter as SAM has it. */
  Map<String, String> patterns();

  /** A function and its alias. */
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

  /** A queue; where it has no redrive policy, that is empty. */
  record Queue(
      long visibilitySeconds, long retentionSeconds, boolean encrypted, Map<String, ?> redrive) {}

  /** An event source mapping. */
  record Mapping(
      String queueArn,
      String function,
      long batchSize,
      Set<String> responseTypes,
      long maximumConcurrency) {}
}
