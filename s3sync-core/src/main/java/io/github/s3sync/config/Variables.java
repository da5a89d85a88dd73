package io.github.s3sync.config;

import io.github.s3sync.rule.HostNames;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Environment variables, for adapters that are configured by them. One that is blank counts as not
 * set, which is how templates leave one; one that begins with {@code S3SYNC_} and is unknown is an
 * error, whoever reads, except the variables that Kubernetes sets for a Service of that name.
 * Immutable.
 *
 * @since 0.1.0
 */
public final class Variables {

  /** The queue that a poller takes notifications from. */
  public static final String QUEUE_URL = "S3SYNC_QUEUE_URL";

  /** The queue that gets what can never succeed. */
  public static final String DEAD_LETTER_QUEUE_URL = "S3SYNC_DEAD_LETTER_QUEUE_URL";

  /** How often a message is received that fails for a cause which an operator can remove. */
  public static final String MAX_RECEIVE_COUNT = "S3SYNC_MAX_RECEIVE_COUNT";

  /** For how long a message is hidden from others at a time. */
  public static final String VISIBILITY_TIMEOUT_SECONDS = "S3SYNC_VISIBILITY_TIMEOUT_SECONDS";

  /** How long a poller that is told to end goes on with what runs. */
  public static final String SHUTDOWN_TIMEOUT_SECONDS = "S3SYNC_SHUTDOWN_TIMEOUT_SECONDS";

  /** How many receives are made at once. */
  public static final String RECEIVERS = "S3SYNC_RECEIVERS";

  /** Where a service says how it is. */
  public static final String HEALTH_PORT = "S3SYNC_HEALTH_PORT";

  /** Where CloudWatch keeps the metrics that a Lambda function writes. */
  public static final String METRICS_NAMESPACE = "S3SYNC_METRICS_NAMESPACE";

  /** Whether a service counts each rule for itself. */
  public static final String METRICS_BY_RULE = "S3SYNC_METRICS_BY_RULE";

  /** The form of a service's log: {@code text} or {@code json}. */
  public static final String LOG_FORMAT = "S3SYNC_LOG_FORMAT";

  /** Whether a service logs each copy, skip and delete, not only failures. */
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

  static final String OURS = "S3SYNC_";

  /** Every variable that is ours. */
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
  private static final int MOST_CONCURRENCY = 1000;

  private final Map<String, String> values;

  /**
   * Takes a copy of the variables.
   *
   * @param environment names and values, such as {@code System.getenv()}
   * @throws InvalidConfigException if one begins with {@code S3SYNC_} and is unknown, or one that
   *     is read has whitespace at an end or a control character
   */
  public Variables(Map<String, String> environment) {
    this.values = ServiceLinks.without(environment);
    CleanValues.require(values);
    for (String name : new TreeSet<>(values.keySet())) {
      if (name.startsWith(OURS) && !KNOWN.contains(name)) {
        throw new InvalidConfigException(
            name, "is an unknown variable" + NearestWord.expected(name, KNOWN));
      }
    }
  }

  boolean has(String name) {
    return text(name) != null;
  }

  /**
   * The value as it stands.
   *
   * @param name the variable
   * @return its value; null where it is not set or blank
   */
  public @Nullable String text(String name) {
    String value = values.get(name);
    return value == null || value.isBlank() ? null : value;
  }

  /**
   * A value that must be one of some words.
   *
   * @param name the variable
   * @param words the words
   * @return its value; null where it is not set or blank
   * @throws InvalidConfigException if it is another word
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
   * A value that must be {@code true} or {@code false}.
   *
   * @param name the variable
   * @return its value; false where it is not set or blank
   * @throws InvalidConfigException if it is another word
   */
  public boolean flag(String name) {
    return "true".equals(word(name, List.of("true", "false")));
  }

  /**
   * A value that must be a whole number.
   *
   * @param name the variable
   * @param least the least that is allowed
   * @param most the most that is allowed
   * @return its value; null where it is not set or blank
   * @throws InvalidConfigException if it is no number, or not in the range
   */
  public @Nullable Long number(String name, long least, long most) {
    String value = text(name);
    if (value == null) {
      return null;
    }
    // Eighteen digits are more than any limit here and less than a long holds.
    if (value.matches("[0-9]{1,18}")) {
      long number = Long.parseLong(value);
      if (number >= least && number <= most) {
        return number;
      }
    }
    throw wrong(name, value, ", expected a whole number from " + least + " to " + most);
  }

  /**
   * Where a service is, if not where AWS has it. It must be an http or https URL with a host.
   *
   * @param ofService the service's own variable, such as {@code AWS_ENDPOINT_URL_SQS}; {@code
   *     AWS_ENDPOINT_URL} stands in for it where it is not set
   * @return the URL; null where neither is set
   * @throws InvalidConfigException if it is none; the message does not quote it, since there may be
   *     a password in it
   */
  public @Nullable URI endpoint(String ofService) {
    String name = has(ofService) ? ofService : "AWS_ENDPOINT_URL";
    String value = text(name);
    if (value == null) {
      return null;
    }
    URI uri = uri(value);
    if (uri == null
        || uri.getHost() == null
        || !List.of("http", "https").contains(uri.getScheme())) {
      throw new InvalidConfigException(
          name,
          HostNames.haveUnderscore(value)
              ? HostNames.UNDERSCORE_PROBLEM
              : "is no URL, expected one such as https://store.example.com:9000");
    }
    return uri;
  }

  /**
   * How much is done at once: {@code S3SYNC_CONCURRENCY}, from 1 to 1000.
   *
   * @return it; 16 where it is not set or blank
   * @throws InvalidConfigException if it is no number, or not in the range
   */
  public int concurrency() {
    Long asked = number(CONCURRENCY, 1, MOST_CONCURRENCY);
    return asked == null ? DEFAULT_CONCURRENCY : asked.intValue();
  }

  private static @Nullable URI uri(String text) {
    try {
      return new URI(text);
    } catch (URISyntaxException e) {
      return null;
    }
  }

  static InvalidConfigException wrong(String name, String value, String expected) {
    return new InvalidConfigException(name, "is '" + JsonPath.cut(value) + "'" + expected);
  }
}
