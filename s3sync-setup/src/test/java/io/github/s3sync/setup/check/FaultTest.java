package io.github.s3sync.setup.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.github.s3sync.rule.CopyRule;
import io.github.s3sync.rule.CopyRules;
import io.github.s3sync.setup.finding.Check;
import io.github.s3sync.setup.finding.Finding;
import io.github.s3sync.setup.finding.Severity;
import io.github.s3sync.setup.policy.Feature;
import io.github.s3sync.testing.Fault;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** An answer that is broken gives neither a missing nor a granted permission. */
class FaultTest {

  /** The action that each operation checks; several if other actions depend on its answer. */
  private static final Map<String, String> ACTIONS =
      Map.of(
          "HeadBucket", "",
          "ListObjectsV2", "s3:ListBucket",
          "HeadObject", "s3:GetObject",
          "GetObjectTagging", "s3:GetObjectTagging",
          "CreateMultipartUpload", "s3:PutObject",
          "AbortMultipartUpload", "s3:AbortMultipartUpload",
          "ListMultipartUploads", "s3:ListBucketMultipartUploads",
          "ListParts", "s3:ListMultipartUploadParts");

  private static final Map<String, Fault> FAULTS =
      Map.of(
          "503 SlowDown", Fault.error(503, "SlowDown"),
          "500 InternalError", Fault.error(500, "InternalError"),
          "reset", Fault.reset(),
          "SlowDown in 200", Fault.errorIn200("SlowDown"),
          "200 and nothing", Fault.empty200());

  private final Accounts accounts = new Accounts();

  @AfterEach
  void close() {
    accounts.close();
  }

  @ParameterizedTest
  @MethodSource("everyFaultOfEveryOperation")
  void run_operationIsBroken_isUnknown(String operation, String fault) {
    accounts.put("small", "small");
    String before = accounts.contents();
    accounts.s3().always(operation, Objects.requireNonNull(FAULTS.get(fault)));

    List<Finding> findings =
        accounts.preflight(Feature.TAGS.rules()).policies(Feature.TAGS.policies()).build().run();

    String action = Objects.requireNonNull(ACTIONS.get(operation));
    assertThat(findings).noneMatch(Finding::isMissingPermission);
    assertThat(findings).anyMatch(finding -> finding.severity() == Severity.UNKNOWN);
    List<Severity> found =
        findings.stream()
            .filter(f -> f.permission() != null && f.permission().action().equals(action))
            .map(Finding::severity)
            .toList();
    assertThat(found.isEmpty()).isEqualTo(action.isEmpty());
    assertThat(found).allMatch(severity -> severity == Severity.UNKNOWN);
    accounts.s3().clearFaults();
    assertThat(accounts.contents()).isEqualTo(before);
  }

  /** HEAD is left out, since it has no body that could be broken. */
  static Stream<Arguments> everyFaultOfEveryOperation() {
    return ACTIONS.keySet().stream()
        .sorted()
        .flatMap(
            operation ->
                FAULTS.keySet().stream()
                    .sorted()
                    .filter(fault -> !operation.startsWith("Head") || !fault.contains("200"))
                    .map(fault -> arguments(operation, fault)));
  }

  @Test
  void run_abortFailsOnce_isTriedAgain() {
    accounts.put("small", "small");
    // The first abort is that of an upload that does not exist.
    accounts.s3().onNext("AbortMultipartUpload", Fault.error(404, "NoSuchUpload"));
    accounts.s3().onNext("AbortMultipartUpload", Fault.error(503, "SlowDown"));

    List<Finding> findings = accounts.preflight(Feature.PLAIN.rules()).build().run();

    assertThat(accounts.s3().openUploads()).isZero();
    assertThat(findings).noneMatch(finding -> finding.check() == Check.LEFT_BEHIND);
  }

  @Test
  void run_abortNeverWorks_saysWhatIsLeft() {
    accounts.put("small", "small");
    accounts.s3().onNext("AbortMultipartUpload", Fault.error(404, "NoSuchUpload"));
    accounts.s3().always("AbortMultipartUpload", Fault.error(503, "SlowDown"));

    List<Finding> findings = accounts.preflight(Feature.PLAIN.rules()).build().run();

    assertThat(accounts.s3().openUploads()).isEqualTo(1);
    assertThat(findings)
        .filteredOn(finding -> finding.check() == Check.LEFT_BEHIND)
        .singleElement()
        .satisfies(finding -> assertThat(finding.message()).startsWith("the upload "));
  }

  @Test
  void run_abortIsRefusedOnlyOfWhatIsThere_beginsNoMore() {
    accounts.put("small", "small");
    accounts.s3().onNext("CreateMultipartUpload", Fault.error(403, "AccessDenied"));
    accounts.s3().onNext("AbortMultipartUpload", Fault.error(404, "NoSuchUpload"));
    accounts.s3().always("AbortMultipartUpload", Fault.error(403, "AccessDenied"));

    List<Finding> findings = accounts.preflight(Feature.TAGS.rules()).build().run();

    assertThat(accounts.s3().openUploads()).isEqualTo(1);
    assertThat(findings)
        .filteredOn(Finding::isMissingPermission)
        .extracting(finding -> Objects.requireNonNull(finding.permission()).action())
        .containsExactly("s3:AbortMultipartUpload", "s3:PutObjectTagging");
  }

  @Test
  void run_oneRuleIsBroken_theOthersAreTried() {
    accounts.put("small", "small");
    accounts.s3().onNext("HeadBucket", 2, Fault.reset());
    CopyRules rules =
        CopyRules.of(
            CopyRule.named("broken").from("src").to("dst").build(),
            CopyRule.named("well").from("src").to("dst").build());

    List<Finding> findings = accounts.preflight(rules).build().run();

    assertThat(findings)
        .filteredOn(finding -> "broken".equals(finding.rule()))
        .isNotEmpty()
        .allMatch(finding -> finding.severity() == Severity.UNKNOWN);
    assertThat(findings)
        .anyMatch(f -> "well".equals(f.rule()) && f.message().equals("s3:PutObject is allowed"));
  }
}
