package io.github.s3sync.config;

import io.github.s3sync.destination.ServiceAddress;
import io.github.s3sync.event.Internal;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Reads environment variables, for adapters that are configured by them. A blank variable counts as
 * not set, because templates cannot remove a variable. An unknown variable whose name starts with
 * {@code S3SYNC_} is an error for every adapter, except the variables that Kubernetes sets for a
 * Service of that name. Immutable.
 *
 * @since 0.1.0
 */
@Internal
public final class Variables {

  /** The queue from which a poller receives notifications. */
  public static final String QUEUE_URL = "S3SYNC_QUEUE_URL";

  /** The queue for messages that can never succeed. */
  public static final String DEAD_LETTER_QUEUE_URL = "S3SYNC_DEAD_LETTER_QUEUE_URL";

  /** How often a message is received if it fails for a reason that an operator can remove. */
  public static final String MAX_RECEIVE_COUNT = "S3SYNC_MAX_RECEIVE_COUNT";

  /** How long a message is hidden from other consumers at a time. */
  public static final String VISIBILITY_TIMEOUT_SECONDS = "S3SYNC_VISIBILITY_TIMEOUT_SECONDS";

  /** How long a poller that is shut down may finish running messages. */
  public static final String SHUTDOWN_TIMEOUT_SECONDS = "S3SYNC_SHUTDOWN_TIMEOUT_SECONDS";

  /** How many receive requests a poller makes at the same time. */
  public static final String RECEIVERS = "S3SYNC_RECEIVERS";

  /** The port on which a service reports its health. */
  public static final String HEALTH_PORT = "S3SYNC_HEALTH_PORT";

  /** The CloudWatch namespace of the metrics that a Lambda function writes. */
  public static final String METRICS_NAMESPACE = "S3SYNC_METRICS_NAMESPACE";

  /** Whether a service or a Lambda function counts each rule separately. */
  public static final String METRICS_BY_RULE = "S3SYNC_METRICS_BY_RULE";

  /** The form of a service's log: {@code text} or {@code json}. */
  public static final String LOG_FORMAT = "S3SYNC_LOG_FORMAT";

  /** Whether a service logs each copy, skip and delete, in addition to failures. */
  public static final String LOG_COPIES = "S3SYNC_LOG_COPIES";

  static final String RULES = "S3SYNC_RULES";
  static final String RULES_OWNER = "S3SYNC_RULES_OWNER";
  static final String RULES_REFRESH_SECONDS = "S3SYNC_RULES_REFRESH_SECONDS";
  static final String UNMATCHED = "S3SYNC_UNMATCHED";
  static final String SOURCE = "S3SYNC_SOURCE";
  static final String DESTINATION = "S3SYNC_DESTINATION";
  static final String ACL = "S3SYNC_ACL";
  static final String TAGS = "S3SYNC_TAGS";
  static final String TWO_WAY = "S3SYNC_TWO_WAY";
  static final String SKIP_EQUAL = "S3SYNC_SKIP_EQUAL";
  static final String VERIFY = "S3SYNC_VERIFY";
  static final String SOURCE_OWNER = "S3SYNC_SOURCE_OWNER";
  static final String SOURCE_KEY_ENCODING = "S3SYNC_SOURCE_KEY_ENCODING";
  static final String TRANSFER = "S3SYNC_TRANSFER";
  static final String DESTINATION_OWNER = "S3SYNC_DESTINATION_OWNER";
  static final String CONCURRENCY = "S3SYNC_CONCURRENCY";
  static final String MULTIPART_THRESHOLD_BYTES = "S3SYNC_MULTIPART_THRESHOLD_BYTES";
  static final String PART_SIZE_BYTES = "S3SYNC_PART_SIZE_BYTES";
  static final String STREAM_PART_SIZE_BYTES = "S3SYNC_STREAM_PART_SIZE_BYTES";
  static final String STREAM_BUFFER_BYTES = "S3SYNC_STREAM_BUFFER_BYTES";
  static final String SOCKET_TIMEOUT_SECONDS = "S3SYNC_SOCKET_TIMEOUT_SECONDS";
  static final String DELETES_PER_MINUTE = "S3SYNC_DELETES_PER_MINUTE";

  static final String PREFIX = "S3SYNC_";

  /** Every known variable. */
  static final List<String> KNOWN =
      Stream.concat(
              Stream.of(
                  RULES,
                  SOURCE,
                  DESTINATION,
                  ACL,
                  TAGS,
                  TWO_WAY,
                  SKIP_EQUAL,
                  VERIFY,
                  TRANSFER,
                  SOURCE_OWNER,
                  DESTINATION_OWNER,
                  CONCURRENCY,
                  MULTIPART_THRESHOLD_BYTES,
                  PART_SIZE_BYTES,
                  STREAM_PART_SIZE_BYTES,
                  STREAM_BUFFER_BYTES,
                  SOCKET_TIMEOUT_SECONDS,
                  DELETES_PER_MINUTE,
                  RULES_OWNER,
                  RULES_REFRESH_SECONDS,
                  UNMATCHED,
                  QUEUE_URL,
                  DEAD_LETTER_QUEUE_URL,
                  MAX_RECEIVE_COUNT,
                  VISIBILITY_TIMEOUT_SECONDS,
                  SOURCE_KEY_ENCODING,
                  SHUTDOWN_TIMEOUT_SECONDS,
                  RECEIVERS,
                  METRICS_NAMESPACE,
                  METRICS_BY_RULE,
                  LOG_FORMAT,
                  LOG_COPIES,
                  HEALTH_PORT),
              Stream.of(AccessVariables.values()).flatMap(side -> side.byField().values().stream()))
          .toList();

  private static final int DEFAULT_CONCURRENCY = 16;
  private static final int MAX_CONCURRENCY = 1000;

  private final Map<String, String> values;

  /**
   * Copies and checks the variables.
   *
   * @param environment names and values, such as {@code System.getenv()}
   * @throws InvalidConfigException if the name of an unknown variable starts with {@code S3SYNC_},
   *     or if a variable that is read has whitespace at the start or end, or a control character
   */
  public Variables(Map<String, String> environment) {
    this.values = ServiceLinks.without(environment);
    CleanValues.require(values);
    for (String name : new TreeSet<>(values.keySet())) {
      if (name.startsWith(PREFIX) && !KNOWN.contains(name)) {
        throw new InvalidConfigException(
            name, "is an unknown variable" + NearestWord.expected(name, KNOWN));
      }
    }
  }

  boolean has(String name) {
    return text(name) != null;
  }

  /**
   * Returns the value of a variable.
   *
   * @param name the variable
   * @return the value, unchanged; null if it is not set or blank
   */
  public @Nullable String text(String name) {
    String value = values.get(name);
    return value == null || value.isBlank() ? null : value;
  }

  /**
   * Returns a value that must be one of the given words.
   *
   * @param name the variable
   * @param words the words
   * @return the value; null if it is not set or blank
   * @throws InvalidConfigException if the value is another word
   */
  public @Nullable String word(String name, List<String> words) {
    String value = text(name);
    if (value != null && !words.contains(value)) {
      throw wrong(name, value, NearestWord.expected(value, words));
    }
    return value;
  }

  @Nullable String account(String name) {
    String value = text(name);
    if (value != null && !value.matches("[0-9]{12}")) {
      throw wrong(name, value, ", expected a 12-digit account ID");
    }
    return value;
  }

  /**
   * Returns a value that must be {@code true} or {@code false}.
   *
   * @param name the variable
   * @return the value; false if it is not set or blank
   * @throws InvalidConfigException if the value is another word
   */
  public boolean flag(String name) {
    return "true".equals(word(name, List.of("true", "false")));
  }

  /**
   * Returns a value that must be a whole number.
   *
   * @param name the variable
   * @param min the smallest allowed number
   * @param max the largest allowed number
   * @return the value; null if it is not set or blank
   * @throws InvalidConfigException if the value is not a whole number in this range
   */
  public @Nullable Long number(String name, long min, long max) {
    String value = text(name);
    if (value == null) {
      return null;
    }
    // Eighteen digits exceed every limit here and fit into a long.
    if (value.matches("[0-9]{1,18}")) {
      long number = Long.parseLong(value);
      if (number >= min && number <= max) {
        return number;
      }
    }
    throw wrong(name, value, ", expected a whole number from " + min + " to " + max);
  }

  /**
   * Returns the endpoint of a service that overrides the one of AWS. It must be an http or https
   * URL with a host.
   *
   * @param serviceVariable the variable of the service, such as {@code AWS_ENDPOINT_URL_SQS}; if it
   *     is not set, {@code AWS_ENDPOINT_URL} is used
   * @return the URL; null if neither is set
   * @throws InvalidConfigException if the value is not such a URL; the message does not quote it,
   *     because it may contain a password
   */
  public @Nullable URI endpoint(String serviceVariable) {
    String name = has(serviceVariable) ? serviceVariable : "AWS_ENDPOINT_URL";
    String value = text(name);
    if (value == null) {
      return null;
    }
    String problem = ServiceAddress.problemOfEndpoint(value);
    if (problem != null) {
      throw new InvalidConfigException(name, problem);
    }
    // The SDK expects the scheme in lower case.
    int colon = value.indexOf(':');
    return URI.create(value.substring(0, colon).toLowerCase(Locale.ROOT) + value.substring(colon));
  }

  /**
   * Returns the Region that the SDK uses if no other one is configured: {@code AWS_REGION}.
   *
   * @return the Region; null if it is not set or blank
   * @throws InvalidConfigException if the value cannot be the name of a Region
   */
  public @Nullable String region() {
    String region = text("AWS_REGION");
    if (region != null && !ServiceAddress.isRegion(region)) {
      throw new InvalidConfigException("AWS_REGION", ServiceAddress.problemOfRegion(region));
    }
    return region;
  }

  /**
   * Returns how many copies and parts run at the same time: {@code S3SYNC_CONCURRENCY}, from 1 to
   * 1000.
   *
   * @return the number; 16 if it is not set or blank
   * @throws InvalidConfigException if the value is not a whole number in this range
   */
  public int concurrency() {
    Long value = number(CONCURRENCY, 1, MAX_CONCURRENCY);
    return value == null ? DEFAULT_CONCURRENCY : value.intValue();
  }

  static InvalidConfigException wrong(String name, String value, String expected) {
    return new InvalidConfigException(name, "is '" + JsonPath.cut(value) + "'" + expected);
  }
}
