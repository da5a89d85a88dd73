package io.github.s3sync.cli.option;

import io.github.s3sync.S3Sync;
import io.github.s3sync.config.EnvironmentReader;
import io.github.s3sync.config.InvalidConfigException;
import io.github.s3sync.rule.CopyRules;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.regions.providers.DefaultAwsRegionProviderChain;

/**
 * Contains the options that define the rules, the same for every command. An option that is not
 * given defaults to its environment variable.
 */
public final class RulesOptions {

  /** The variables that define the rules, each with the option that replaces it. */
  private static final Map<String, String> OPTIONS = new LinkedHashMap<>();

  static {
    OPTIONS.put("S3SYNC_RULES", "--rules");
    OPTIONS.put("S3SYNC_SOURCE", "--source");
    OPTIONS.put("S3SYNC_DESTINATION", "--destination");
  }

  /**
   * The limit for reading; the parser refuses rules of this size with a message that names its own
   * limit.
   */
  private static final int MAX_RULES_BYTES = 1 << 20;

  private final Map<String, String> environment;

  @Option(
      names = {"-r", "--rules"},
      paramLabel = "FILE",
      description = "Rules as JSON: a file, s3://bucket/key, or - for standard input.")
  private @Nullable String rules;

  @Option(
      names = {"-s", "--source"},
      paramLabel = "S3_URI",
      description = "The source of a single rule, such as s3://src/prefix/")
  private @Nullable String source;

  @Option(
      names = {"-d", "--destination"},
      paramLabel = "S3_URI",
      description = "The destination of a single rule, such as s3://dst/bdp/{filename}")
  private @Nullable String destination;

  private final Map<String, String> settings = new HashMap<>();
  private @Nullable String standardInput;

  public RulesOptions(Map<String, String> environment) {
    this.environment = environment;
  }

  /** Sets a variable that a command controls. */
  public void set(String name, String value) {
    settings.put(name, value);
  }

  /** Returns the environment variables, replaced by the options that are given. */
  public Map<String, String> variables() {
    Map<String, String> variables = new HashMap<>(environment);
    String defaultRegion = variables.getOrDefault("AWS_DEFAULT_REGION", "");
    if (!defaultRegion.isBlank() && variables.getOrDefault("AWS_REGION", "").isBlank()) {
      // The name that the AWS CLI uses.
      variables.put("AWS_REGION", defaultRegion);
    }
    if (anyGiven()) {
      OPTIONS.keySet().forEach(variables::remove);
      put(variables, "S3SYNC_RULES", rules == null ? null : location(rules));
      put(variables, "S3SYNC_SOURCE", source);
      put(variables, "S3SYNC_DESTINATION", destination);
    }
    variables.putAll(settings);
    return variables;
  }

  /** Reads the rules, without creating clients unless they are stored in S3. */
  public CopyRules rules() {
    return reading(new EnvironmentReader()::rules);
  }

  /** Returns the façade, which the caller closes. */
  public S3Sync sync() {
    return reading(new EnvironmentReader()::read);
  }

  /** Applies a function to the variables. Errors name the options in place of the variables. */
  public <T> T reading(Function<Map<String, String>, T> reader) {
    Map<String, String> variables = variables();
    if (variables.keySet().stream()
        .noneMatch(name -> name.startsWith("S3SYNC_") && !settings.containsKey(name))) {
      throw new UsageException(
          "no rules are given, expected --rules, or --source and --destination, or the variables"
              + " S3SYNC_RULES, or S3SYNC_SOURCE and S3SYNC_DESTINATION");
    }
    try {
      return reader.apply(variables);
    } catch (InvalidConfigException e) {
      throw new UsageException(
          anyGiven()
              ? e.message(name -> OPTIONS.getOrDefault(name, name))
              : String.valueOf(e.getMessage()),
          e);
    }
  }

  /**
   * Requires a Region, for commands that send requests to AWS.
   *
   * @throws UsageException if neither a variable nor a profile contains a Region
   */
  public void requireRegion() {
    if (variables().getOrDefault("AWS_REGION", "").isBlank()) {
      try {
        new DefaultAwsRegionProviderChain().getRegion();
      } catch (SdkClientException e) {
        // The message of the SDK lists each place where it looked, and is too long.
        throw new UsageException(
            "AWS_REGION is not set and the profile has no Region, expected a Region such as"
                + " eu-west-1",
            e);
      }
    }
  }

  /** Returns whether an option or a variable defines rules. */
  public boolean isGiven() {
    Map<String, String> variables = variables();
    return OPTIONS.keySet().stream().anyMatch(name -> !variables.getOrDefault(name, "").isBlank());
  }

  private boolean anyGiven() {
    return rules != null || source != null || destination != null;
  }

  private static void put(Map<String, String> variables, String name, @Nullable String value) {
    if (value != null) {
      variables.put(name, value);
    }
  }

  private String location(String given) {
    if (given.equals("-")) {
      if (standardInput == null) {
        standardInput = readStandardInput();
      }
      return standardInput;
    }
    return given.startsWith("s3://") ? given : "file:" + given;
  }

  /** Reads rules from standard input; rules in the variable itself begin with a brace. */
  private static String readStandardInput() {
    String json;
    try {
      json = new String(System.in.readNBytes(MAX_RULES_BYTES + 1), StandardCharsets.UTF_8).strip();
    } catch (IOException e) {
      throw new UsageException("--rules is '-', which cannot be read: " + e.getMessage(), e);
    }
    if (json.startsWith("\uFEFF")) {
      json = json.substring(1).strip();
    }
    if (!json.startsWith("{")) {
      throw new UsageException("--rules is '-', expected a JSON object on standard input");
    }
    return json;
  }
}
