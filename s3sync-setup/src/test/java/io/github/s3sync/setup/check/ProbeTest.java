package io.github.s3sync.setup.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.s3sync.option.CopyOptions;
import io.github.s3sync.option.Encryption;
import io.github.s3sync.rule.CopyRule;
import io.github.s3sync.rule.CopyRules;
import io.github.s3sync.setup.check.Accounts.Allowed;
import io.github.s3sync.setup.finding.Check;
import io.github.s3sync.setup.finding.Finding;
import io.github.s3sync.setup.finding.Severity;
import io.github.s3sync.setup.policy.Feature;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** An object that may be written shows which actions are allowed. */
class ProbeTest {

  private final Accounts accounts = new Accounts();

  @AfterEach
  void close() {
    accounts.close();
  }

  @Test
  void run_probe_tellsWhatNothingElseDoesAndIsDeleted() {
    Set<Allowed> granted = Accounts.granted(Feature.DELETES.policies());
    granted.removeIf(one -> one.action().equals("s3:ListBucket") && one.bucket().equals("dst"));
    accounts.allowOnly(granted);

    assertThat(severity("s3:GetObject", run(null))).isEqualTo(Severity.UNKNOWN);
    assertThat(severity("s3:GetObject", run("probes/"))).isEqualTo(Severity.OK);
    assertThat(accounts.s3().requests())
        .filteredOn(request -> request.operation().equals("PutObject"))
        .singleElement()
        .satisfies(put -> assertThat(put.key()).startsWith("probes/s3sync-check-"));
    assertThat(accounts.s3().bucket("dst").keys()).isEmpty();
  }

  @Test
  void run_probeMayNotBeDeleted_saysWhereItIs() {
    Set<Allowed> granted = Accounts.granted(Feature.DELETES.policies());
    granted.removeIf(one -> one.action().equals("s3:DeleteObject"));
    accounts.allowOnly(granted);

    List<Finding> findings = run("probes/");

    String left = accounts.s3().bucket("dst").keys().get(0);
    assertThat(severity("s3:DeleteObject", findings)).isEqualTo(Severity.ERROR);
    assertThat(findings)
        .filteredOn(finding -> finding.check() == Check.LEFT_BEHIND)
        .singleElement()
        .satisfies(f -> assertThat(f.message()).startsWith("the probe s3://dst/" + left));
  }

  @Test
  void run_destinationKeepsVersions_saysThatAVersionStays() {
    accounts.s3().enableVersioning("dst");
    assertThat(run("probes/"))
        .anyMatch(
            f -> f.check() == Check.LEFT_BEHIND && f.message().endsWith("under its delete marker"));
  }

  @Test
  void run_probeMayBeReadAndReplicasNot_saysWhatIsMissing() {
    accounts.put("small", "small");
    Set<Allowed> granted = Accounts.granted(Feature.DELETES.policies());
    accounts.allow(
        one ->
            granted.contains(one)
                && (!one.equals(new Allowed(Feature.PRINCIPAL, "s3:GetObject", "dst"))
                    || accounts.s3().bucket("dst").keys().stream()
                        .anyMatch(key -> key.startsWith("probes/"))));

    assertThat(severity("s3:GetObject", run("probes/"))).isEqualTo(Severity.ERROR);
  }

  @ParameterizedTest
  @CsvSource({"AES256, false", "aws:kms, true"})
  void run_probeIsEncrypted_tellsOfTheKeyIfThereIsOneToUse(String algorithm, boolean expected) {
    CopyOptions options =
        CopyOptions.builder().encryption(Encryption.builder(algorithm).build()).build();
    CopyRule rule = CopyRule.named("r").from("src").to("dst").options(options).build();

    assertThat(
            accounts.preflight(CopyRules.of(rule)).probe("probes/").build().run().stream()
                .anyMatch(finding -> finding.message().equals("kms:Decrypt is allowed")))
        .isEqualTo(expected);
  }

  private List<Finding> run(@Nullable String prefix) {
    PreflightBuilder preflight =
        accounts.preflight(Feature.DELETES.rules()).policies(Feature.DELETES.policies());
    if (prefix != null) {
      preflight.probe(prefix);
    }
    return preflight.build().run();
  }

  private static Severity severity(String action, List<Finding> findings) {
    return findings.stream()
        .filter(f -> f.subject().equals("s3://dst"))
        .filter(f -> f.permission() != null && f.permission().action().equals(action))
        .map(Finding::severity)
        .findFirst()
        .orElseThrow();
  }
}
