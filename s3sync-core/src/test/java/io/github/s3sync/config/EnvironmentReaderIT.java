package io.github.s3sync.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.s3sync.S3Sync;
import io.github.s3sync.client.RegionalS3Clients;
import io.github.s3sync.copy.CopyExecutor;
import io.github.s3sync.copy.CopyResult;
import io.github.s3sync.copy.Deadline;
import io.github.s3sync.copy.ForwardingCopyExecutor;
import io.github.s3sync.key.ObjectRef;
import io.github.s3sync.option.CopyOptions;
import io.github.s3sync.outcome.CopyOutcome;
import io.github.s3sync.outcome.SyncReport;
import io.github.s3sync.plan.CopyPlan;
import io.github.s3sync.plan.FailureReason;
import io.github.s3sync.plan.SkipReason;
import io.github.s3sync.testing.FakeS3;
import io.github.s3sync.testing.Fault;
import io.github.s3sync.testing.StsServer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.sync.RequestBody;

/** Copies an object with nothing but environment variables as configuration. */
class EnvironmentReaderIT {

  private static final String NAME = "bjcbqwje.tb_enqwke_info-2029.txt";

  private final FakeS3 s3 = FakeS3.start();

  @BeforeEach
  void createBuckets() {
    s3.createBucket("src");
    s3.createBucket("dst", "222222222222");
  }

  @AfterEach
  void stop() {
    s3.close();
  }

  @Test
  void read_twoVariables_copiesWhatTheOriginCopied() {
    put("prefix/" + NAME);
    put("prefix/깊은 폴더/보고서 1+2.txt");
    try (S3Sync sync = new EnvironmentReader().read(environment(twoVariables()))) {
      assertThat(sync.handle(event("prefix/" + NAME), Deadline.none()).failed()).isEmpty();
      String korean = "prefix/%EA%B9%8A%EC%9D%80+%ED%8F%B4%EB%8D%94/";
      String name = "%EB%B3%B4%EA%B3%A0%EC%84%9C+1%2B2.txt";
      assertThat(sync.handle(event(korean + name), Deadline.none()).failed()).isEmpty();
    }
    assertThat(s3.bucket("dst").keys()).containsExactly("bdp/" + NAME, "bdp/보고서 1+2.txt");
    assertThat(s3.bucket("dst").tags("bdp/" + NAME)).containsEntry("team", "data");
    assertThat(s3.bucket("dst").acl("bdp/" + NAME)).isEqualTo("bucket-owner-full-control");
  }

  @Test
  void read_withListenerAndFilter_bothApplyToWhatTheVariablesSay() {
    put("prefix/" + NAME);
    put("prefix/secret.txt");
    List<CopyOutcome> heard = new ArrayList<>();
    try (S3Sync sync =
        new EnvironmentReader()
            .read(
                environment(twoVariables()),
                builder -> builder.addListener(heard::add).decorateExecutor(NoSecrets::new))) {
      assertThat(sync.handle(event("prefix/" + NAME), Deadline.none()).copied()).hasSize(1);
      assertThat(sync.handle(event("prefix/secret.txt"), Deadline.none()).skipped())
          .singleElement()
          .extracting(CopyOutcome.Skipped::reason)
          .isEqualTo(SkipReason.FILTERED);
    }
    assertThat(heard).hasSize(2);
    assertThat(s3.bucket("dst").keys()).containsExactly("bdp/" + NAME);
  }

  /**
   * The requests are answered only when all have arrived, so that each needs a connection of its
   * own.
   */
  @Test
  void read_concurrentInvocations_haveAConnectionEach() throws InterruptedException {
    int invocations = 40;
    CountDownLatch arrived = new CountDownLatch(invocations);
    put("prefix/" + NAME);
    s3.always(
        "HeadObject",
        Fault.first(
            () -> {
              arrived.countDown();
              await(arrived);
            }));
    Map<String, String> variables = environment(twoVariables());
    variables.put("S3SYNC_CONCURRENCY", "1");
    variables.put("AWS_LAMBDA_MAX_CONCURRENCY", String.valueOf(invocations));
    ExecutorService callers = Executors.newFixedThreadPool(invocations);
    try (RegionalS3Clients clients = new EnvironmentReader().clients(variables)) {
      CopyPlan plan =
          CopyPlan.of(
              new ObjectRef("src", "prefix/" + NAME),
              new ObjectRef("dst", "bdp/" + NAME),
              CopyOptions.defaults());
      for (int i = 0; i < invocations; i++) {
        callers.execute(
            () -> clients.source(plan).headObject(h -> h.bucket("src").key("prefix/" + NAME)));
      }
      assertThat(arrived.await(20, TimeUnit.SECONDS)).isTrue();
    } finally {
      callers.shutdown();
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await(30, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void read_changesThrow_isThrown() {
    IllegalStateException mine = new IllegalStateException("mine");

    assertThatThrownBy(
            () ->
                new EnvironmentReader()
                    .read(
                        environment(twoVariables()),
                        builder -> {
                          throw mine;
                        }))
        .isSameAs(mine);
  }

  private static final class NoSecrets extends ForwardingCopyExecutor {

    NoSecrets(CopyExecutor executor) {
      super(executor);
    }

    @Override
    public CopyResult execute(CopyPlan plan, Deadline deadline) {
      return plan.source().key().contains("secret")
          ? new CopyResult.NotNeeded(SkipReason.FILTERED, 0)
          : super.execute(plan, deadline);
    }
  }

  @Test
  void read_ownerOfAnotherAccount_isGuarded() {
    put("prefix/" + NAME);
    Map<String, String> variables = twoVariables();
    variables.put("S3SYNC_DESTINATION_OWNER", "999999999999");
    try (S3Sync sync = new EnvironmentReader().read(environment(variables))) {
      SyncReport report = sync.handle(event("prefix/" + NAME), Deadline.none());
      assertThat(report.failed())
          .singleElement()
          .extracting(CopyOutcome.Failed::reason)
          .isEqualTo(FailureReason.ACCESS_DENIED);
    }
    assertThat(s3.bucket("dst").keys()).isEmpty();
  }

  @Test
  void read_roleOfTheDestination_copies() {
    put("prefix/" + NAME);
    s3.deny("test", "*", "*");
    String role = "arn:aws:iam::222222222222:role/replica";
    Map<String, String> variables = twoVariables();
    variables.put("S3SYNC_DESTINATION_ROLE_ARN", role);
    variables.put("S3SYNC_DESTINATION_EXTERNAL_ID", "partner-4711");
    try (StsServer sts = StsServer.start()) {
      sts.role(role, "partner-4711", StsServer.Session.of("replica", "secret"));
      variables.put("AWS_ENDPOINT_URL_STS", sts.endpoint().toString());
      try (S3Sync sync = new EnvironmentReader().read(environment(variables))) {
        assertThat(sync.handle(event("prefix/" + NAME), Deadline.none()).failed()).isEmpty();
      }
      assertThat(sts.requests())
          .containsExactly(new StsServer.AssumeRole("test", role, "s3sync", "partner-4711"));
    }
    assertThat(s3.bucket("dst").keys()).containsExactly("bdp/" + NAME);
  }

  @Test
  void read_rulesInAnObject_areRead() {
    put("prefix/" + NAME);
    String rules =
        """
        {"rules": [{"name": "r", "source": {"bucket": "src", "prefix": "prefix/"},
          "destination": {"bucket": "dst", "key": {"under": "all/"}}}]}
        """;
    s3.client().putObject(r -> r.bucket("src").key("rules.json"), RequestBody.fromString(rules));
    Map<String, String> variables = new HashMap<>(Map.of("S3SYNC_RULES", "s3://src/rules.json"));
    try (S3Sync sync = new EnvironmentReader().read(environment(variables))) {
      assertThat(sync.handle(event("prefix/" + NAME), Deadline.none()).failed()).isEmpty();
    }
    assertThat(s3.bucket("dst").keys()).containsExactly("all/prefix/" + NAME);
  }

  @Test
  void read_rulesInAnObjectThatChanges_areReadAgain() {
    put("prefix/" + NAME);
    put("more/a");
    putRules("old", "prefix/");
    Map<String, String> variables = new HashMap<>(Map.of("S3SYNC_RULES", "s3://src/rules.json"));
    variables.put("S3SYNC_RULES_REFRESH_SECONDS", "3600");
    try (S3Sync sync = new EnvironmentReader().read(environment(variables))) {
      String origin = sync.rulesOrigin();
      assertThat(origin).startsWith("s3://src/rules.json, eTag \"").contains(", SHA-256 ");
      assertThat(sync.handle(event("more/a"), Deadline.none()).skipped()).hasSize(1);
      assertThat(sync.rulesOrigin()).isEqualTo(origin);

      putRules("new", "more/");
      assertThat(sync.handle(event("more/a"), Deadline.none()).copied()).hasSize(1);
      assertThat(sync.rulesOrigin()).startsWith("s3://src/rules.json, eTag").isNotEqualTo(origin);

      s3.client().deleteObject(r -> r.bucket("src").key("rules.json"));
      assertThat(sync.handle(event("more/a"), Deadline.none()).copied()).hasSize(1);
      assertThat(sync.handle(event("else/a"), Deadline.none()).failed())
          .singleElement()
          .satisfies(
              failed -> {
                assertThat(failed.reason()).isEqualTo(FailureReason.NO_RULE);
                assertThat(failed.message()).contains("s3://src/rules.json");
              });
    }
    assertThat(s3.bucket("dst").keys()).containsExactly("new/more/a");
  }

  @Test
  void read_wrongRulesInAnObject_leaveThoseInUse() {
    put("prefix/" + NAME);
    putRules("old", "prefix/");
    Map<String, String> variables = new HashMap<>(Map.of("S3SYNC_RULES", "s3://src/rules.json"));
    variables.put("S3SYNC_RULES_REFRESH_SECONDS", "0");
    try (S3Sync sync = new EnvironmentReader().read(environment(variables))) {
      s3.client()
          .putObject(
              r -> r.bucket("src").key("rules.json"), RequestBody.fromString("{\"rules\": 1}"));

      assertThat(sync.handle(event("prefix/" + NAME), Deadline.none()).copied()).hasSize(1);
      assertThat(sync.handle(event("else/a"), Deadline.none()).failed())
          .singleElement()
          .satisfies(failed -> assertThat(failed.message()).contains("$.rules"));
    }
  }

  @Test
  void read_ownerOfTheRules_isGuarded() {
    putRules("all", "prefix/");
    Map<String, String> variables = new HashMap<>(Map.of("S3SYNC_RULES", "s3://src/rules.json"));
    variables.put("S3SYNC_RULES_OWNER", "999999999999");
    assertThatExceptionOfType(InvalidConfigException.class)
        .isThrownBy(() -> new EnvironmentReader().read(environment(variables)))
        .withMessageContaining("s3://src/rules.json cannot be read");

    variables.put("S3SYNC_RULES_OWNER", "111111111111");
    try (S3Sync sync = new EnvironmentReader().read(environment(variables))) {
      assertThat(sync.rules().rules()).hasSize(1);
    }
  }

  @Test
  void read_unmatchedRetry_failsEventsOfNoRule() {
    Map<String, String> variables = twoVariables();
    variables.put("S3SYNC_UNMATCHED", "retry");
    try (S3Sync sync = new EnvironmentReader().read(environment(variables))) {
      assertThat(sync.handle(event("else/a"), Deadline.none()).failed())
          .extracting(CopyOutcome.Failed::reason)
          .containsExactly(FailureReason.NO_RULE);
    }
  }

  private void putRules(String under, String prefix) {
    String rules =
        """
        {"rules": [{"name": "r", "source": {"bucket": "src", "prefix": "%s"},
          "destination": {"bucket": "dst", "key": {"under": "%s/"}}}]}
        """
            .formatted(prefix, under);
    s3.client().putObject(r -> r.bucket("src").key("rules.json"), RequestBody.fromString(rules));
  }

  @Test
  void read_deletesPerMinute_isTheBrake() {
    String rules =
        """
        {"rules": [{"name": "r", "source": {"bucket": "src", "events": ["CREATED", "REMOVED"]},
          "destination": {"bucket": "dst"}}]}
        """;
    s3.client().putObject(r -> r.bucket("dst").key("a"), RequestBody.fromString("kept"));
    String removed = event("a").replace("ObjectCreated:Put", "ObjectRemoved:Delete");
    Map<String, String> variables =
        new HashMap<>(Map.of("S3SYNC_RULES", rules, "S3SYNC_DELETES_PER_MINUTE", "0"));
    try (S3Sync sync = new EnvironmentReader().read(environment(variables))) {
      assertThat(sync.handle(removed, Deadline.none()).failed())
          .singleElement()
          .extracting(CopyOutcome.Failed::reason)
          .isEqualTo(FailureReason.DELETE_BRAKE);
    }
    assertThat(s3.bucket("dst").keys()).containsExactly("a");
    variables.remove("S3SYNC_DELETES_PER_MINUTE");
    try (S3Sync sync = new EnvironmentReader().read(environment(variables))) {
      assertThat(sync.handle(removed, Deadline.none()).deleted()).hasSize(1);
    }
    assertThat(s3.bucket("dst").keys()).isEmpty();
  }

  @Test
  void read_rulesInAMissingObject_namesIt() {
    Map<String, String> variables = new HashMap<>(Map.of("S3SYNC_RULES", "s3://src/none.json"));
    assertThatExceptionOfType(InvalidConfigException.class)
        .isThrownBy(() -> new EnvironmentReader().read(environment(variables)))
        .withMessageContaining("S3SYNC_RULES")
        .withMessageContaining("s3://src/none.json");
  }

  private void put(String key) {
    s3.client()
        .putObject(
            r -> r.bucket("src").key(key).tagging("team=data"), RequestBody.fromString("content"));
  }

  private static Map<String, String> twoVariables() {
    Map<String, String> variables = new HashMap<>();
    variables.put("S3SYNC_SOURCE", "s3://src/prefix/");
    variables.put("S3SYNC_DESTINATION", "s3://dst/bdp/{filename}");
    return variables;
  }

  private Map<String, String> environment(Map<String, String> variables) {
    variables.put("AWS_ENDPOINT_URL_S3", s3.endpoint().toString());
    variables.put("AWS_REGION", "us-east-1");
    variables.put("access_key", "test");
    variables.put("secret_key", "test");
    return variables;
  }

  private static String event(String encodedKey) {
    return """
    {"Records": [{"eventVersion": "2.1", "eventSource": "aws:s3",
      "eventTime": "2026-11-01T00:00:00.000Z", "eventName": "ObjectCreated:Put",
      "s3": {"bucket": {"name": "src"}, "object": {"key": "%s"}}}]}
    """
        .formatted(encodedKey);
  }
}
