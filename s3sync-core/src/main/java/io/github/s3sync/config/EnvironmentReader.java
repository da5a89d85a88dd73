package io.github.s3sync.config;

import io.github.s3sync.RulesSource;
import io.github.s3sync.S3Sync;
import io.github.s3sync.S3SyncBuilder;
import io.github.s3sync.Unmatched;
import io.github.s3sync.client.RegionalS3Clients;
import io.github.s3sync.client.RegionalS3ClientsBuilder;
import io.github.s3sync.copy.Concurrency;
import io.github.s3sync.executor.S3CopyExecutor;
import io.github.s3sync.executor.S3CopyExecutorBuilder;
import io.github.s3sync.rule.CopyRules;
import io.github.s3sync.rule.InvalidRuleException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Builds a façade from environment variables.
 *
 * <ul>
 *   <li>{@code S3SYNC_RULES}: rules as JSON (see {@link RulesReader}), or their location: {@code
 *       s3://bucket/key}, {@code file:path} or {@code classpath:name}. An S3 object or a file is
 *       re-read while it is in use, see {@link S3SyncBuilder#rules(RulesSource, Duration)}.
 *   <li>{@code S3SYNC_RULES_REFRESH_SECONDS}: the maximum age of such rules; 60 by default, 0 to
 *       read them before each call. {@code S3SYNC_RULES_OWNER}: the account that must own the
 *       bucket of the rules
 *   <li>{@code S3SYNC_UNMATCHED}: {@code skip} (default) or {@code retry}: what happens to events
 *       that no rule matches, see {@link Unmatched}
 *   <li>{@code S3SYNC_SOURCE} and {@code S3SYNC_DESTINATION}, instead of {@code S3SYNC_RULES}: one
 *       rule, such as {@code s3://src/prefix/} and {@code s3://dst/bdp/{filename}}. If the
 *       destination has no key, or if its key ends with {@code /} and contains no placeholder, it
 *       replaces the source's prefix.
 *   <li>{@code S3SYNC_ACL}, a canned ACL or {@code none}, {@code S3SYNC_TAGS}, {@code
 *       S3SYNC_TWO_WAY}, {@code S3SYNC_SKIP_EQUAL} and {@code S3SYNC_VERIFY}, {@code true} or
 *       {@code false}, and {@code S3SYNC_TRANSFER}, {@code server-side} or {@code stream}: options
 *       of that rule
 *   <li>{@code S3SYNC_SOURCE_OWNER} and {@code S3SYNC_DESTINATION_OWNER}: the accounts that must
 *       own its buckets; {@code S3SYNC_DESTINATION_REGION}: the Region of its destination, if it is
 *       not the default Region
 *   <li>{@code S3SYNC_DESTINATION_ROLE_ARN}, {@code S3SYNC_DESTINATION_EXTERNAL_ID} and {@code
 *       S3SYNC_DESTINATION_SESSION_NAME}: the role that makes the copies; {@code
 *       S3SYNC_DESTINATION_CREDENTIALS}: the AWS profile that makes the copies or assumes the role;
 *       {@code S3SYNC_DESTINATION_ENDPOINT}: the store of its destination
 *   <li>the same six variables with {@code SOURCE} instead of {@code DESTINATION}: the principal
 *       and store with which a rule that streams reads
 *   <li>{@code S3SYNC_CONCURRENCY}: how many copies, and parts of large copies, run at the same
 *       time; 16 by default, 1000 at most
 *   <li>{@code S3SYNC_MULTIPART_THRESHOLD_BYTES}, {@code S3SYNC_PART_SIZE_BYTES}, {@code
 *       S3SYNC_STREAM_PART_SIZE_BYTES} and {@code S3SYNC_STREAM_BUFFER_BYTES}: see {@link
 *       S3CopyExecutorBuilder}
 *   <li>{@code S3SYNC_SOCKET_TIMEOUT_SECONDS}: see {@link RegionalS3ClientsBuilder#socketTimeout};
 *       900 by default, from 1 to 86400
 *   <li>{@code S3SYNC_DELETES_PER_MINUTE}: how many replicas may be deleted within any minute, by
 *       rules with deletes; 1000 by default, 1000000 at most, 0 for no deletes
 *   <li>{@code access_key} and {@code secret_key}: a long-lived key instead of the SDK's default
 *       credentials
 *   <li>{@code AWS_REGION}, {@code AWS_ENDPOINT_URL_S3}, {@code AWS_ENDPOINT_URL_STS} and {@code
 *       AWS_ENDPOINT_URL}: as defined by the SDK
 * </ul>
 *
 * <p>Variables of a poller or a Lambda function, see {@link Variables}, are not read here. Any
 * other variable whose name starts with {@code S3SYNC_} is an error. A blank variable counts as not
 * set.
 *
 * @since 0.1.0
 */
public final class EnvironmentReader {

  private static final Logger log = LoggerFactory.getLogger(EnvironmentReader.class);

  private static final int SPARE_CONNECTIONS = 16;
  private static final long MIN_PART_BYTES = 5L << 20;
  private static final long MAX_PART_BYTES = 5L << 30;
  private static final long MAX_STREAM_PART_BYTES = 1L << 30;
  private static final int MAX_DELETES = 1_000_000;
  private static final int MAX_INVOCATIONS = 10_000;
  private static final String CONCURRENT_INVOCATIONS = "AWS_LAMBDA_MAX_CONCURRENCY";
  private static final Duration DEFAULT_REFRESH = Duration.ofMinutes(1);
  private static final long MAX_REFRESH_SECONDS = 86_400;
  private static final int MAX_SOCKET_SECONDS = 86_400;
  private static final String ACCESS_KEY = "access_key";
  private static final String SECRET_KEY = "secret_key";
  private static final String ENDPOINT_URL = "endpoint_url";

  private final int requests;

  /** Creates a reader. */
  public EnvironmentReader() {
    this(0);
  }

  private EnvironmentReader(int requests) {
    this.requests = requests;
  }

  /**
   * Returns a reader for a program that sends more requests at the same time than a poller does.
   * Each of them needs a connection to the store. If all connections are in use, a request waits
   * for 30 s and then fails.
   *
   * @param requests how many requests the program sends at the same time; by default and at least
   *     as many as {@code S3SYNC_CONCURRENCY}, and on Lambda as {@code AWS_LAMBDA_MAX_CONCURRENCY}
   * @return a reader that creates clients with enough connections
   * @throws IllegalArgumentException if the number is negative
   */
  public EnvironmentReader concurrentRequests(int requests) {
    if (requests < 0) {
      throw new IllegalArgumentException("requests is " + requests + ", expected 0 or more");
    }
    return new EnvironmentReader(requests);
  }

  /**
   * Reads the variables and the rules, and builds the façade.
   *
   * @param environment names and values, such as {@code System.getenv()}
   * @return the façade; closing it closes the clients and threads that were created for it
   * @throws InvalidConfigException if a variable is missing or invalid; the message names it
   */
  public S3Sync read(Map<String, String> environment) {
    return read(environment, builder -> {});
  }

  /**
   * Reads the variables, and lets the caller change the façade before it is built: for example add
   * a listener, decorate the executor or replace the rules.
   *
   * <pre>{@code
   * S3Sync sync =
   *     new EnvironmentReader()
   *         .read(System.getenv(), builder -> builder.addListener(MeteredOutcomes.of(registry)));
   * }</pre>
   *
   * @param environment names and values, such as {@code System.getenv()}
   * @param changes receives a builder with all settings of the variables; called once
   * @return the façade; closing it closes the clients and threads that were created for it
   * @throws InvalidConfigException if a variable is missing or invalid; the message names it
   */
  public S3Sync read(Map<String, String> environment, Consumer<S3SyncBuilder> changes) {
    Variables variables = new Variables(environment);
    int threads = variables.concurrency();
    RegionalS3Clients clients = clients(variables, threads);
    String owner = variables.account(Variables.RULES_OWNER);
    RuleVariables rules =
        new RuleVariables(
            variables,
            (object, eTag, deadline) ->
                clients.text(object, RulesReader.MAX_BYTES, owner).read(eTag, deadline));
    try {
      S3SyncBuilder builder = builder(variables, new VariableRules(rules), clients, threads);
      changes.accept(builder);
      return builder.build();
    } catch (InvalidRuleException e) {
      clients.close();
      throw rules.refused(e);
    } catch (RuntimeException e) {
      clients.close();
      throw e;
    }
  }

  private static S3SyncBuilder builder(
      Variables variables, RulesSource rules, RegionalS3Clients clients, int threads) {
    S3CopyExecutorBuilder executor = S3CopyExecutor.builder(clients);
    Long threshold =
        variables.number(Variables.MULTIPART_THRESHOLD_BYTES, MIN_PART_BYTES, MAX_PART_BYTES);
    if (threshold != null) {
      executor.multipartThresholdBytes(threshold);
    }
    Long part = variables.number(Variables.PART_SIZE_BYTES, MIN_PART_BYTES, MAX_PART_BYTES);
    if (part != null) {
      executor.partSizeBytes(part);
    }
    Long streamed =
        variables.number(Variables.STREAM_PART_SIZE_BYTES, MIN_PART_BYTES, MAX_STREAM_PART_BYTES);
    if (streamed != null) {
      executor.streamPartSizeBytes(streamed);
    }
    Long buffers = variables.number(Variables.STREAM_BUFFER_BYTES, MIN_PART_BYTES, Long.MAX_VALUE);
    if (buffers != null) {
      executor.streamBufferBytes(buffers);
    }
    Long deletes = variables.number(Variables.DELETES_PER_MINUTE, 0, MAX_DELETES);
    if (deletes != null) {
      executor.deletesPerMinute(deletes.intValue());
    }
    Long refresh = variables.number(Variables.RULES_REFRESH_SECONDS, 0, MAX_REFRESH_SECONDS);
    String unmatched = variables.word(Variables.UNMATCHED, List.of("skip", "retry"));
    ExecutorService pool = Executors.newFixedThreadPool(threads, daemons());
    // The calling thread counts as one of the threads.
    Concurrency concurrency =
        threads == 1 ? Concurrency.callerOnly() : Concurrency.of(pool, threads - 1);
    return S3Sync.builder()
        .rules(rules, refresh == null ? DEFAULT_REFRESH : Duration.ofSeconds(refresh))
        .unmatched("retry".equals(unmatched) ? Unmatched.RETRY : Unmatched.SKIP)
        .executor(executor.concurrency(concurrency).build())
        .concurrency(concurrency)
        .closing(pool::shutdown)
        .closing(clients);
  }

  /**
   * Reads only the rules, without creating clients or threads. Only if the rules are stored in S3,
   * a client is created to read them, and closed.
   *
   * @param environment names and values, such as {@code System.getenv()}
   * @return the rules
   * @throws InvalidConfigException if a variable is missing or invalid; the message names it
   */
  public CopyRules rules(Map<String, String> environment) {
    Variables variables = new Variables(environment);
    String owner = variables.account(Variables.RULES_OWNER);
    return new RuleVariables(
            variables,
            (object, eTag, deadline) -> {
              try (RegionalS3Clients clients = clients(variables, 1)) {
                return clients.text(object, RulesReader.MAX_BYTES, owner).read(eTag, deadline);
              }
            })
        .read();
  }

  /**
   * Creates the clients that {@link #read} uses, for callers that access the buckets themselves.
   *
   * @param environment names and values, such as {@code System.getenv()}
   * @return the clients; the caller must close them
   * @throws InvalidConfigException if a variable is missing or invalid; the message names it
   */
  public RegionalS3Clients clients(Map<String, String> environment) {
    Variables variables = new Variables(environment);
    return clients(variables, variables.concurrency());
  }

  private RegionalS3Clients clients(Variables variables, int threads) {
    // A poller has as many callers as this pool has threads. A function has one caller, or on
    // Lambda Managed Instances as many as run concurrently in an environment.
    Long invocations = variables.number(CONCURRENT_INVOCATIONS, 1, MAX_INVOCATIONS);
    int most = Math.max(threads, requests);
    if (invocations != null) {
      most = Math.max(most, invocations.intValue());
    }
    RegionalS3ClientsBuilder clients =
        RegionalS3Clients.builder().maxConnections(threads + most + SPARE_CONNECTIONS);
    Long socketTimeout = variables.number(Variables.SOCKET_TIMEOUT_SECONDS, 1, MAX_SOCKET_SECONDS);
    if (socketTimeout != null) {
      clients.socketTimeout(Duration.ofSeconds(socketTimeout));
    }
    accessKey(variables, clients);
    endpoint(variables, "AWS_ENDPOINT_URL_S3", clients::endpoint);
    endpoint(variables, "AWS_ENDPOINT_URL_STS", clients::stsEndpoint);
    String region = variables.region();
    if (region != null) {
      clients.defaultRegion(region);
    }
    try {
      return clients.build();
    } catch (IllegalArgumentException e) {
      throw new InvalidConfigException(ENDPOINT_URL, String.valueOf(e.getMessage()));
    }
  }

  private static void accessKey(Variables variables, RegionalS3ClientsBuilder clients) {
    String id = variables.text(ACCESS_KEY);
    String secret = variables.text(SECRET_KEY);
    if (id != null && secret != null) {
      log.warn(
          "{} and {} are set and used instead of a role; prefer a role, which has no key that can"
              + " leak or needs rotation",
          ACCESS_KEY,
          SECRET_KEY);
      clients.accessKey(id, secret);
    } else if (id != null || secret != null) {
      throw new InvalidConfigException(
          id == null ? ACCESS_KEY : SECRET_KEY,
          "is not set, expected it together with " + (id == null ? SECRET_KEY : ACCESS_KEY));
    }
  }

  private static void endpoint(
      Variables variables, String serviceVariable, Consumer<URI> property) {
    URI uri = variables.endpoint(serviceVariable);
    if (uri != null) {
      property.accept(uri);
    }
  }

  private static ThreadFactory daemons() {
    AtomicInteger number = new AtomicInteger();
    return task -> {
      Thread thread = new Thread(task, "s3sync-" + number.incrementAndGet());
      thread.setDaemon(true);
      return thread;
    };
  }
}
