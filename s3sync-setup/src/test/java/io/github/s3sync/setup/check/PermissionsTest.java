package io.github.s3sync.setup.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.github.s3sync.event.EventKind;
import io.github.s3sync.option.CopyOptions;
import io.github.s3sync.option.Encryption;
import io.github.s3sync.option.ObjectLock;
import io.github.s3sync.rule.CopyRule;
import io.github.s3sync.rule.CopyRules;
import io.github.s3sync.setup.check.Accounts.Allowed;
import io.github.s3sync.setup.finding.Check;
import io.github.s3sync.setup.finding.Finding;
import io.github.s3sync.setup.finding.Permission;
import io.github.s3sync.setup.finding.Severity;
import io.github.s3sync.setup.finding.Statement;
import io.github.s3sync.setup.policy.Feature;
import io.github.s3sync.setup.policy.SyncPolicies;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.core.sync.RequestBody;

/** Granted permissions are found, and each missing permission is named exactly, without others. */
class PermissionsTest {

  private final Accounts accounts = new Accounts();

  @AfterEach
  void close() {
    accounts.close();
  }

  @ParameterizedTest
  @EnumSource(Feature.class)
  void run_everythingGranted_findsNoErrorAndWritesNothing(Feature feature) {
    put(feature);
    accounts.allowOnly(Accounts.granted(feature.policies()));

    List<Finding> findings = runWithoutAWrite(feature.rules(), feature.policies());

    assertThat(findings).noneMatch(finding -> finding.severity() == Severity.ERROR);
    assertThat(findings.stream().anyMatch(finding -> finding.check() == Check.COPY))
        .isEqualTo(feature != Feature.STREAM);
    assertThat(allowed(findings)).isEqualTo(Accounts.granted(feature.policies()));
  }

  @ParameterizedTest
  @MethodSource("grants")
  void run_oneActionLess_namesItAndNoOther(Feature feature, Allowed missing) {
    put(feature);
    Set<Allowed> rest = Accounts.granted(feature.policies());
    assertThat(rest.remove(missing)).isTrue();
    accounts.allowOnly(rest);

    List<Finding> findings = runWithoutAWrite(feature.rules(), feature.policies());

    assertThat(Accounts.missing(findings)).containsExactly(missing);
    assertThat(findings)
        .filteredOn(finding -> finding.severity() == Severity.ERROR)
        .allMatch(Finding::isMissingPermission);
    assertThat(allowed(findings)).isSubsetOf(rest);
  }

  /** Returns every action of every feature. */
  static Stream<Arguments> grants() {
    return Stream.of(Feature.values())
        .flatMap(
            feature ->
                Accounts.granted(feature.policies()).stream()
                    .map(allowed -> arguments(feature, allowed)));
  }

  @ParameterizedTest
  @CsvSource({
    "s3:PutObjectTagging s3:PutObjectAcl",
    "s3:PutObjectRetention s3:PutObjectLegalHold s3:PutObjectTagging",
    "s3:PutObjectTagging s3:PutObjectAcl s3:PutObjectRetention s3:PutObjectLegalHold",
    "s3:GetObject s3:PutObjectAcl"
  })
  void run_severalActionsLess_namesThemAll(String actions) {
    Set<String> lacking = Set.of(actions.split(" "));
    CopyRules rules = everything();
    SyncPolicies policies = policies(rules);
    accounts.put("small", "small");
    Set<Allowed> granted = Accounts.granted(policies);
    Set<Allowed> expected = new TreeSet<>(granted);
    expected.removeIf(one -> !one.bucket().equals("dst") || !lacking.contains(one.action()));
    granted.removeAll(expected);
    accounts.allowOnly(granted);

    List<Finding> findings = runWithoutAWrite(rules, policies);

    assertThat(Accounts.missing(findings)).isEqualTo(expected).hasSameSizeAs(lacking);
  }

  @Test
  void run_uploadIsRefusedForOneHeader_beginsNoneTwice() {
    accounts.put("small", "small");
    accounts.s3().deny(Accounts.accessKey(Feature.PRINCIPAL), "s3:PutObjectTagging", "dst");

    List<Finding> findings = runWithoutAWrite(Feature.TAGS.rules(), Feature.TAGS.policies());

    assertThat(actions(findings, Severity.ERROR)).containsExactly("s3:PutObjectTagging");
    assertThat(accounts.s3().operations()).filteredOn("CreateMultipartUpload"::equals).hasSize(2);
  }

  @Test
  void run_nothingIsAllowed_beginsNothingAndSaysSo() {
    accounts.put("small", "small");
    accounts.allowOnly(Set.of());

    List<Finding> findings = runWithoutAWrite(Feature.PLAIN.rules(), Feature.PLAIN.policies());

    assertThat(accounts.s3().operations()).doesNotContain("CreateMultipartUpload", "CopyObject");
    assertThat(actions(findings, Severity.ERROR))
        .contains("s3:ListBucket", "s3:AbortMultipartUpload");
    assertThat(actions(findings, Severity.OK)).isEmpty();
  }

  @Test
  void run_noObjectAndNoListing_doesNotGuess() {
    Set<Allowed> granted = Accounts.granted(Feature.PLAIN.policies());
    granted.removeIf(one -> one.action().equals("s3:ListBucket"));
    accounts.allowOnly(granted);

    List<Finding> findings = runWithoutAWrite(Feature.PLAIN.rules(), Feature.PLAIN.policies());

    assertThat(actions(findings, Severity.ERROR)).containsExactly("s3:ListBucket");
    assertThat(actions(findings, Severity.UNKNOWN)).containsOnly("s3:GetObject");
  }

  @ParameterizedTest
  @CsvSource({"kms:GenerateDataKey, REPLICA", "kms:Decrypt, REPLICA", "kms:Decrypt, SOURCE"})
  void run_keyMayNotBeUsed_namesTheActionAndTheKey(String action, String side) {
    String key = side.equals("SOURCE") ? Feature.SOURCE_KEY : Feature.REPLICA_KEY;
    encrypted("src", Feature.SOURCE_KEY);
    encrypted("dst", Feature.REPLICA_KEY);
    accounts.allowOnly(Accounts.granted(Feature.KMS.policies()));
    accounts.s3().deny(Accounts.accessKey(Feature.PRINCIPAL), action, key);

    List<Finding> findings = runWithoutAWrite(Feature.KMS.rules(), Feature.KMS.policies());

    assertThat(findings.stream().filter(Finding::isMissingPermission).map(Finding::permission))
        .singleElement()
        .satisfies(
            permission -> {
              assertThat(permission.action()).isEqualTo(action);
              assertThat(permission.resource()).isEqualTo(key);
              assertThat(permission.statements())
                  .extracting(Statement::to)
                  .containsExactly(Feature.PRINCIPAL, key);
            });
  }

  @Test
  void run_permissionIsMissing_statementsOfBothSidesGrantIt() {
    accounts.put("small", "small");
    Set<Allowed> granted = Accounts.granted(Feature.TAGS.policies());
    granted.removeIf(one -> one.action().equals("s3:PutObjectTagging"));
    accounts.allowOnly(granted);

    List<Finding> findings = runWithoutAWrite(Feature.TAGS.rules(), Feature.TAGS.policies());

    Finding missing = findings.stream().filter(Finding::isMissingPermission).findFirst().get();
    assertThat(missing.rule()).isEqualTo("r");
    assertThat(missing.subject()).isEqualTo("s3://dst");
    assertThat(missing.message())
        .startsWith("s3:PutObjectTagging is not allowed: CreateMultipartUpload s3://dst/small: ");
    Permission permission = Objects.requireNonNull(missing.permission());
    assertThat(permission.resource()).isEqualTo("arn:aws:s3:::dst/*");
    assertThat(permission.statements())
        .extracting(Statement::to)
        .containsExactly(Feature.PRINCIPAL, "dst");
    assertThat(permission.statements().get(0).policy())
        .isEqualToIgnoringWhitespace(
            """
            {"Version": "2012-10-17", "Statement": {
              "Sid": "WriteReplicas", "Effect": "Allow",
              "Action": "s3:PutObjectTagging", "Resource": "arn:aws:s3:::dst/*"}}
            """);
    assertThat(permission.statements().get(1).policy())
        .contains("\"AWS\" : \"" + Feature.PRINCIPAL + "\"");
  }

  @Test
  void run_withoutPolicies_namesTheActionAlone() {
    accounts.put("small", "small");
    accounts.s3().deny(Accounts.accessKey(Feature.PRINCIPAL), "s3:GetObjectTagging", "src");

    List<Finding> findings = accounts.preflight(Feature.TAGS.rules()).build().run();

    assertThat(findings.stream().filter(Finding::isMissingPermission).map(Finding::permission))
        .containsExactly(
            new Permission("s3:GetObjectTagging", "arn:aws:s3:::src/*", null, List.of()));
  }

  private List<Finding> runWithoutAWrite(CopyRules rules, SyncPolicies policies) {
    String before = accounts.contents();
    accounts.s3().clearRequests();
    accounts.listen();
    List<Finding> findings = accounts.preflight(rules).policies(policies).build().run();
    List<String> operations = accounts.s3().operations();
    assertThat(operations).doesNotContain("PutObject", "CompleteMultipartUpload", "UploadPart");
    assertThat(accounts.contents()).isEqualTo(before);
    accounts.assertNobodyWasTold();
    assertThat(findings).noneMatch(finding -> finding.check() == Check.LEFT_BEHIND);
    return findings;
  }

  private void put(Feature feature) {
    if (feature == Feature.PREFIXES) {
      accounts.put("in/odd *?$/a", "bdp/in/odd *?$/a");
    } else {
      accounts.put("small", "small");
    }
  }

  private void encrypted(String bucket, String key) {
    accounts
        .s3()
        .client()
        .putObject(
            r -> r.bucket(bucket).key("small").serverSideEncryption("aws:kms").ssekmsKeyId(key),
            RequestBody.fromString("x"));
  }

  private static Set<String> actions(List<Finding> findings, Severity severity) {
    Set<String> actions = new TreeSet<>();
    findings.stream()
        .filter(finding -> finding.severity() == severity && finding.permission() != null)
        .forEach(finding -> actions.add(Objects.requireNonNull(finding.permission()).action()));
    return actions;
  }

  /** Returns the permissions on buckets that the findings report as allowed. */
  private static Set<Allowed> allowed(List<Finding> findings) {
    return Accounts.missing(
        findings.stream()
            .filter(f -> f.severity() == Severity.OK && f.permission() != null)
            .filter(f -> !f.message().startsWith("kms:"))
            .map(
                f ->
                    new Finding(
                        Severity.ERROR,
                        f.check(),
                        f.rule(),
                        f.subject(),
                        f.message(),
                        f.permission()))
            .toList());
  }

  private static CopyRules everything() {
    return CopyRules.of(
        CopyRule.named("r")
            .from("src")
            .on(EventKind.CREATED, EventKind.REMOVED)
            .to("dst")
            .options(
                CopyOptions.builder()
                    .tags(true)
                    .acl("bucket-owner-full-control")
                    .encryption(Encryption.kms(Feature.REPLICA_KEY))
                    .objectLock(
                        ObjectLock.builder()
                            .mode("GOVERNANCE")
                            .retention(Duration.ofDays(1))
                            .legalHold(true)
                            .build())
                    .build())
            .build());
  }

  private static SyncPolicies policies(CopyRules rules) {
    return SyncPolicies.of(rules, Feature.PRINCIPAL)
        .account("src", "222222222222")
        .account("dst", "333333333333")
        .build();
  }
}
