package io.github.s3sync.lambda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.amazonaws.services.lambda.runtime.events.S3Event;
import com.amazonaws.services.lambda.runtime.events.SQSEvent;
import com.amazonaws.services.lambda.runtime.serialization.events.LambdaEventSerializers;
import com.fasterxml.jackson.databind.JsonNode;
import io.github.s3sync.config.InvalidConfigException;
import io.github.s3sync.copy.Deadline;
import io.github.s3sync.outcome.CopyOutcome;
import io.github.s3sync.outcome.SyncReport;
import io.github.s3sync.plan.FailureReason;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EmbeddedMetricsTest {

  private static final Instant NOW = Instant.parse("2026-09-01T10:20:33Z");
  private static final String ALL_ZERO =
      """
      {"_aws":{"Timestamp":1788258033000,"CloudWatchMetrics":[{"Namespace":"s3sync",\
      "Dimensions":[["FunctionName"]],"Metrics":[{"Name":"Copied","Unit":"Count"},\
      {"Name":"CopiedBytes","Unit":"Bytes"},{"Name":"Deleted","Unit":"Count"},\
      {"Name":"Skipped","Unit":"Count"},{"Name":"Failed","Unit":"Count"},\
      {"Name":"Requests","Unit":"Count"}]}]},"FunctionName":"f","Copied":0,"CopiedBytes":0,\
      "Deleted":0,"Skipped":0,"Failed":0,"Requests":0}\
      """;

  private final FakeCopies copies = new FakeCopies();
  private final List<String> lines = Collections.synchronizedList(new ArrayList<>());
  private EmbeddedMetrics metrics =
      new EmbeddedMetrics("s3sync", "f", InstantSource.fixed(NOW), lines::add);

  @Test
  void write_nothingHappened_zerosAreWritten() {
    metrics.write(List.of(new SyncReport(List.of(), 1)));

    assertThat(lines).containsExactly(ALL_ZERO);
    Emf.assertValid(Emf.document(lines.get(0)));
  }

  @Test
  void write_oneOfEachOutcome_countsThemAndTheirReasons() {
    S3SyncHandler handler = new S3SyncHandler(copies.sync(), metrics, Fixtures.NO_QUEUE);

    handler.answer(
        Fixtures.event("sqs-one-of-each-failure.json"), Fixtures.timeLeft(Duration.ofMinutes(1)));

    assertThat(documents()).allSatisfy(Emf::assertValid);
    assertThat(Emf.values(documents().get(0)))
        .isEqualTo(
            Map.of(
                "Copied",
                3,
                "CopiedBytes",
                3072,
                "Deleted",
                0,
                "Skipped",
                0,
                "Failed",
                5,
                "Requests",
                8));
    assertThat(byReason())
        .containsExactly(
            "Failed MALFORMED_EVENT 2",
            "Failed KEY_UNDECODABLE 1",
            "Failed ACCESS_DENIED 1",
            "Failed THROTTLED 1");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 100, 101, 250})
  void write_manyReplicas_eachLagIsWrittenAndOtherMetricsOnce(int replicas) {
    metrics.write(
        List.of(
            report(IntStream.range(0, replicas).mapToObj(Duration::ofMillis)),
            report(Stream.empty())));

    assertThat(documents()).hasSize((replicas + 99) / 100).allSatisfy(Emf::assertValid);
    assertThat(documents().stream().flatMap(d -> lags(d).stream()))
        .containsExactlyElementsOf(IntStream.range(0, replicas).mapToObj(Long::valueOf).toList());
    assertThat(documents()).filteredOn(document -> document.has("Copied")).hasSize(1);
  }

  @Test
  void write_byRule_countsEachRuleAndOutcomesWithoutOne() {
    metrics =
        new EmbeddedMetrics("s3sync", "f", InstantSource.fixed(NOW), lines::add, new RuleNames());
    S3SyncHandler handler = new S3SyncHandler(copies.sync(), metrics, Fixtures.NO_QUEUE);

    handler.answer(
        Fixtures.event("sqs-one-of-each-failure.json"), Fixtures.timeLeft(Duration.ofMinutes(1)));

    assertThat(documents()).allSatisfy(Emf::assertValid);
    assertThat(documents().stream().filter(document -> document.has("Rule")))
        .allSatisfy(
            document ->
                assertThat(document.at("/_aws/CloudWatchMetrics/0/Dimensions").toString())
                    .isEqualTo("[[\"FunctionName\",\"Rule\"]]"))
        .extracting(document -> document.path("Rule").textValue() + " " + Emf.values(document))
        .containsExactly(
            "menu {Copied=3, Failed=2, Skipped=0}", "none {Copied=0, Failed=3, Skipped=0}");
  }

  @Test
  void write_byRuleOfManyRules_writesABoundedNumber() {
    RuleNames names = new RuleNames();

    assertThat(IntStream.range(0, 1000).mapToObj(i -> names.of(failed("rule-" + i))).distinct())
        .hasSize(RuleNames.MAX_NAMES + 1)
        .contains("rule-0", "rule-99", RuleNames.OTHER);
    assertThat(names.of(failed("rule-0"))).isEqualTo("rule-0");
    assertThat(new RuleNames().of(failed("규칙\n" + "x".repeat(999))))
        .isEqualTo("???" + "x".repeat(252));
    assertThat(new RuleNames().of(failed("한글 "))).isEqualTo("??");
  }

  @Test
  void of_byRule_writesTheRules() {
    Map<String, String> environment = new HashMap<>(environment("s3sync", "f"));
    environment.put("S3SYNC_METRICS_BY_RULE", "yes");

    assertThatExceptionOfType(InvalidConfigException.class)
        .isThrownBy(() -> EmbeddedMetrics.of(environment))
        .withMessageStartingWith("S3SYNC_METRICS_BY_RULE is 'yes'");
  }

  private static CopyOutcome failed(String rule) {
    return new CopyOutcome.Failed(
        null, null, rule, null, FailureReason.THROTTLED, "thrown by the test", 0, null);
  }

  @Test
  void write_lagThatCannotBe_isNotWritten() {
    metrics.write(
        List.of(
            report(
                Stream.of(
                    Duration.ofSeconds(Long.MIN_VALUE),
                    Duration.ofDays(-2),
                    Duration.ofMillis(7),
                    Duration.ofDays(3_651),
                    Duration.ofSeconds(Long.MAX_VALUE)))));

    assertThat(documents()).hasSize(1).allSatisfy(Emf::assertValid);
    assertThat(lags(documents().get(0))).containsExactly(7L);
  }

  @Test
  void write_clocksDiffer_lagIsZero() {
    metrics.write(List.of(report(Stream.of(Duration.ofMillis(-3)))));

    assertThat(lags(documents().get(0))).containsExactly(0L);
  }

  @Test
  void write_eventWithoutTime_hasNoLag() {
    CopyOutcome.Copied copied = copied();

    metrics.write(
        List.of(
            new SyncReport(
                List.of(new CopyOutcome.Copied(copied.plan(), copied.receipt(), null)), 0)));

    assertThat(documents().get(0).path("Copied").intValue()).isOne();
    assertThat(documents().get(0).has("ReplicationLag")).isFalse();
    Emf.assertValid(documents().get(0));
  }

  @Test
  void handleRequest_everyHandler_writesBeforeItAnswersOrThrows() throws Exception {
    S3EventHandler s3 = new S3EventHandler(copies.sync(), metrics);
    SqsEventHandler sqs = new SqsEventHandler(copies.sync(), metrics, Fixtures.NO_QUEUE);
    S3SyncHandler any = new S3SyncHandler(copies.sync(), metrics, Fixtures.NO_QUEUE);

    assertThatThrownBy(
            () ->
                s3.handleRequest(
                    read(S3Event.class, "s3-three-records.json"),
                    Fixtures.timeLeft(Duration.ofMinutes(1))))
        .isInstanceOf(NotCopiedException.class);
    sqs.handleRequest(
        read(SQSEvent.class, "sqs-every-form.json"), Fixtures.timeLeft(Duration.ofMinutes(1)));
    any.answer(Fixtures.event("batch-2.0.json"), Fixtures.timeLeft(Duration.ofMinutes(1)));
    assertThatThrownBy(
            () ->
                any.answer(
                    Fixtures.event("scheduled.json"), Fixtures.timeLeft(Duration.ofMinutes(1))))
        .isInstanceOf(NotCopiedException.class);

    assertThat(documents()).allSatisfy(Emf::assertValid);
    assertThat(documents().stream().filter(d -> d.has("Copied")))
        .extracting(d -> d.path("Copied").intValue())
        .containsExactly(2, 3, 1, 0);
    assertThat(byReason())
        .startsWith("Failed KEY_UNDECODABLE 1")
        .contains("Skipped SOURCE_GONE 1", "Failed MALFORMED_EVENT 1");
  }

  @Test
  void write_manyThreads_linesStayWhole() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    PrintStream out = new PrintStream(bytes, false, StandardCharsets.UTF_8);
    EmbeddedMetrics printed =
        new EmbeddedMetrics("s3sync", "f", InstantSource.fixed(NOW), out::println);

    IntStream.range(0, 1000)
        .parallel()
        .forEach(i -> printed.write(List.of(new SyncReport(List.of(), 0))));

    assertThat(bytes.toString(StandardCharsets.UTF_8).lines()).hasSize(1000).containsOnly(ALL_ZERO);
  }

  @Test
  void write_outputFails_changesNothing() {
    EmbeddedMetrics broken =
        new EmbeddedMetrics(
            "s3sync",
            "f",
            InstantSource.fixed(NOW),
            line -> {
              throw new IllegalStateException("no output");
            });

    assertThat(
            new S3SyncHandler(copies.sync(), broken, Fixtures.NO_QUEUE)
                .answer(Fixtures.event("s3-put.json"), Fixtures.timeLeft(Duration.ofMinutes(1))))
        .hasToString("{\"copied\":1,\"deleted\":0,\"skipped\":0,\"setUpMessages\":0}");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " "})
  void of_blankNamespace_writesNothing(String namespace) {
    assertThat(printed(namespace)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"s3sync", "my team/s3-sync_1.0#a:b", "AWSome", "aws/s3"})
  void of_namespace_writesIt(String namespace) {
    assertThat(Emf.documents(printed(namespace)))
        .singleElement()
        .satisfies(Emf::assertValid)
        .extracting(d -> d.at("/_aws/CloudWatchMetrics/0/Namespace").textValue())
        .isEqualTo(namespace);
  }

  @ParameterizedTest
  @ValueSource(strings = {"AWS/S3", ":s3sync", "s3sync!", "한글", "a\nb"})
  void of_wrongNamespace_saysWhatWasExpected(String namespace) {
    assertThatExceptionOfType(InvalidConfigException.class)
        .isThrownBy(() -> EmbeddedMetrics.of(environment(namespace, "f")))
        .withMessageStartingWith("S3SYNC_METRICS_NAMESPACE is '")
        .withMessageContaining("expected 1 to 255 characters of ");
  }

  @Test
  void of_namespaceOf255Characters_isTheLongest() {
    assertThat(EmbeddedMetrics.of(environment("n".repeat(255), "f"))).isNotNull();
    assertThatExceptionOfType(InvalidConfigException.class)
        .isThrownBy(() -> EmbeddedMetrics.of(environment("n".repeat(256), "f")));
  }

  @Test
  void of_withoutFunctionName_saysSo() {
    assertThatExceptionOfType(InvalidConfigException.class)
        .isThrownBy(() -> EmbeddedMetrics.of(environment("s3sync", "")))
        .withMessage(
            "AWS_LAMBDA_FUNCTION_NAME is not set, expected it together with"
                + " S3SYNC_METRICS_NAMESPACE");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"Timestamp\":1788258033000, | ",
        "\"Unit\":\"Count\" | \"Unit\":\"Objects\"",
        "\"Dimensions\":[[\"FunctionName\"]], | ",
        ",\"FunctionName\":\"f\" | ",
        "\"Failed\":0 | \"Failed\":\"none\"",
        "\"Failed\":0 | \"Failed\":[]",
      })
  void assertValid_whatTheFormatForbids_isNoticed(String right, @Nullable String wrong) {
    assertThat(ALL_ZERO).contains(right);
    JsonNode document = Emf.document(ALL_ZERO.replace(right, wrong == null ? "" : wrong));

    assertThatExceptionOfType(AssertionError.class).isThrownBy(() -> Emf.assertValid(document));
  }

  @Test
  void assertValid_101Values_isNoticed() {
    String lags = IntStream.range(0, 101).boxed().toList().toString();
    JsonNode document = Emf.document(ALL_ZERO.replace("\"Failed\":0", "\"Failed\":" + lags));

    assertThatExceptionOfType(AssertionError.class).isThrownBy(() -> Emf.assertValid(document));
  }

  private static Map<String, String> environment(String namespace, String functionName) {
    return Map.of("S3SYNC_METRICS_NAMESPACE", namespace, "AWS_LAMBDA_FUNCTION_NAME", functionName);
  }

  /** Returns the text on {@code System.out} after an invocation. */
  private static String printed(String namespace) {
    PrintStream before = System.out;
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    EmbeddedMetrics metrics = EmbeddedMetrics.of(environment(namespace, "f"));
    System.setOut(new PrintStream(bytes, false, StandardCharsets.UTF_8));
    try {
      metrics.write(List.of(new SyncReport(List.of(), 0)));
    } finally {
      System.setOut(before);
    }
    return bytes.toString(StandardCharsets.UTF_8);
  }

  private CopyOutcome.Copied copied() {
    return copies.sync().handle(Fixtures.event("s3-put.json"), Deadline.none()).copied().get(0);
  }

  /** Returns a report of replicas with these lags. */
  private SyncReport report(Stream<Duration> lags) {
    CopyOutcome.Copied copied = copied();
    return new SyncReport(
        lags.<CopyOutcome>map(lag -> new CopyOutcome.Copied(copied.plan(), copied.receipt(), lag))
            .toList(),
        0);
  }

  private List<JsonNode> documents() {
    return lines.stream().map(Emf::document).toList();
  }

  private static List<Long> lags(JsonNode document) {
    List<Long> lags = new ArrayList<>();
    document.path("ReplicationLag").forEach(lag -> lags.add(lag.longValue()));
    return lags;
  }

  private List<String> byReason() {
    return documents().stream()
        .filter(document -> document.has("Reason"))
        .map(EmbeddedMetricsTest::describe)
        .toList();
  }

  private static String describe(JsonNode document) {
    Map<String, Integer> values = Emf.values(document);
    assertThat(document.at("/_aws/CloudWatchMetrics/0/Dimensions").toString())
        .isEqualTo("[[\"FunctionName\",\"Reason\"]]");
    assertThat(values).hasSize(1);
    return values.entrySet().iterator().next().getKey()
        + " "
        + document.path("Reason").textValue()
        + " "
        + values.values().iterator().next();
  }

  private static <T> T read(Class<T> type, String file) {
    return LambdaEventSerializers.serializerFor(type, EmbeddedMetricsTest.class.getClassLoader())
        .fromJson(new ByteArrayInputStream(Fixtures.event(file).getBytes(StandardCharsets.UTF_8)));
  }
}
