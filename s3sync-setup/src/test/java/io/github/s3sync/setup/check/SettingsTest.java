package io.github.s3sync.setup.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.github.s3sync.client.RegionalS3Clients;
import io.github.s3sync.destination.Destination;
import io.github.s3sync.event.EventKind;
import io.github.s3sync.option.CopyOptions;
import io.github.s3sync.rule.CopyRule;
import io.github.s3sync.rule.CopyRules;
import io.github.s3sync.setup.finding.Check;
import io.github.s3sync.setup.finding.Finding;
import io.github.s3sync.setup.finding.Severity;
import io.github.s3sync.setup.policy.Feature;
import io.github.s3sync.testing.Fault;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.model.ExpirationStatus;
import software.amazon.awssdk.services.s3.model.FilterRule;
import software.amazon.awssdk.services.s3.model.LifecycleRule;
import software.amazon.awssdk.services.s3.model.LifecycleRuleFilter;
import software.amazon.awssdk.services.s3.model.QueueConfiguration;
import software.amazon.awssdk.services.s3.model.Tag;

/** Problems of buckets other than missing permissions. */
class SettingsTest {

  private static final Tag TAG = Tag.builder().key("a").value("1").build();

  private final Accounts accounts = new Accounts();

  @BeforeEach
  void put() {
    accounts.put("small", "small");
  }

  @AfterEach
  void close() {
    accounts.close();
  }

  @Test
  void run_bucketIsMissing_isOneError() {
    List<Finding> findings = run(CopyRule.named("r").from("src").to("none").build());
    assertThat(of(Check.BUCKET, findings))
        .containsExactly("OK s3://src exists", "ERROR s3://none does not exist");
    assertThat(findings).noneMatch(Finding::isMissingPermission);
  }

  @Test
  void run_anotherAccountOwnsTheBucket_isAnErrorAndNothingIsBegun() {
    List<Finding> findings =
        run(
            CopyRule.named("r")
                .from("src")
                .sourceOwner("222222222222")
                .to(Destination.in("dst").expectedOwner("999999999999").build())
                .build());
    assertThat(of(Check.OWNER, findings))
        .containsExactly(
            "OK s3://src belongs to 222222222222",
            "ERROR s3://dst belongs to another account, expected 999999999999");
    assertThat(findings).noneMatch(Finding::isMissingPermission);
    assertThat(accounts.s3().operations()).doesNotContain("CreateMultipartUpload");
  }

  @Test
  void run_bucketsMayNotBeListed_ownerIsSeenByWhatIsAllowed() {
    accounts.s3().deny("*", "s3:ListBucket", "*");
    List<Finding> findings =
        run(
            CopyRule.named("r")
                .from("src")
                .sourceOwner("222222222222")
                .to(Destination.in("dst").expectedOwner("333333333333").build())
                .build());
    assertThat(of(Check.OWNER, findings)).contains("OK s3://dst belongs to 333333333333");
  }

  @Test
  void run_destinationInAnotherRegion_saysWhich() {
    accounts.s3().bucket("dst").moveTo("eu-west-1");
    assertThat(of(Check.REGION, run(plain())))
        .containsExactly(
            "ERROR s3://dst is in eu-west-1, but the client uses us-east-1; set that Region for the"
                + " client");
  }

  @Test
  void run_sourceInAnotherRegion_isAskedThere() {
    accounts.s3().bucket("src").moveTo("eu-west-1");
    try (RegionalS3Clients clients =
        RegionalS3Clients.builder()
            .accessKey("test", "test")
            .defaultRegion("us-east-1")
            .endpoint(accounts.s3().endpoint())
            .build()) {
      assertThat(
              Preflight.builder()
                  .rules(Feature.PLAIN.rules())
                  .clients(clients)
                  .aws(client -> true)
                  .build()
                  .run())
          .noneMatch(finding -> finding.severity() == Severity.ERROR)
          .anyMatch(f -> f.subject().equals("s3://src") && f.message().equals("exists"));
    }
  }

  @Test
  void run_aclsAreDisabled_namesTheOptionAndNoPermission() {
    accounts.s3().bucket("dst").enforceOwner();
    CopyOptions options = CopyOptions.builder().acl("public-read").build();
    List<Finding> findings =
        run(CopyRule.named("r").from("src").to("dst").options(options).build());
    assertThat(of(Check.OPTION, findings))
        .singleElement()
        .asString()
        .startsWith("ERROR s3://dst ")
        .contains("AccessControlListNotSupported")
        .endsWith("; set the option acl to none");
    assertThat(findings).noneMatch(Finding::isMissingPermission);
    assertThat(findings).anyMatch(f -> f.message().equals("s3:PutObjectTagging is allowed"));
  }

  @Test
  void run_storeHasNoTags_namesTheOption() {
    accounts.s3().always("GetObjectTagging", Fault.error(501, "NotImplemented"));
    List<Finding> findings = run(CopyRule.named("r").from("src").to("dst").build());
    assertThat(of(Check.OPTION, findings))
        .hasSize(2)
        .allMatch(text -> text.endsWith("; switch off the option tags"));
    assertThat(findings).noneMatch(Finding::isMissingPermission);
  }

  @Test
  void run_copyAsAWholeIsRefused_isAnError() {
    accounts.s3().always("CopyObject", Fault.error(403, "AccessDenied"));
    assertThat(of(Check.COPY, run(plain())))
        .singleElement()
        .asString()
        .startsWith("ERROR s3://dst CopyObject is refused, although no other request was: ");
  }

  @Test
  void run_anotherStoreThanS3_isAskedNothingThatItMightDo() {
    CopyRules rules = CopyRules.of(deleting());
    Preflight.builder().rules(rules).clients(accounts.clients()).build().run();
    assertThat(accounts.s3().operations())
        .contains("CreateMultipartUpload")
        .doesNotContain("DeleteObject", "CopyObject");
  }

  @Test
  void run_deletesWithoutVersions_warns() {
    assertThat(of(Check.VERSIONING, run(deleting())))
        .singleElement()
        .asString()
        .startsWith("WARNING s3://dst keeps no versions");
    accounts.s3().enableVersioning("dst");
    assertThat(of(Check.VERSIONING, run(deleting()))).containsExactly("OK s3://dst keeps versions");
    assertThat(of(Check.VERSIONING, run(plain()))).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("lifecycleFilters")
  void run_lifecycleRule_countsIfItCoversTheReplicas(
      LifecycleRuleFilter filter, Severity expected) {
    assertThat(of(Check.LIFECYCLE, run(plain()))).allMatch(text -> text.startsWith("WARNING"));
    accounts
        .s3()
        .client()
        .putBucketLifecycleConfiguration(
            r ->
                r.bucket("dst")
                    .lifecycleConfiguration(
                        l ->
                            l.rules(
                                LifecycleRule.builder()
                                    .status(ExpirationStatus.ENABLED)
                                    .filter(filter)
                                    .abortIncompleteMultipartUpload(a -> a.daysAfterInitiation(1))
                                    .build())));
    assertThat(of(Check.LIFECYCLE, run(plain())))
        .singleElement()
        .asString()
        .startsWith(expected + " ");
  }

  static Stream<Arguments> lifecycleFilters() {
    return Stream.of(
        arguments(filter(f -> f.prefix("")), Severity.OK),
        arguments(filter(f -> f.prefix("sm")), Severity.OK),
        arguments(filter(f -> f.prefix("other/")), Severity.WARNING),
        arguments(filter(f -> f.and(a -> a.prefix("sm"))), Severity.OK),
        arguments(filter(f -> f.and(a -> a.prefix("other/"))), Severity.WARNING),
        arguments(filter(f -> f.and(a -> a.prefix("sm").tags(TAG))), Severity.WARNING),
        arguments(
            filter(f -> f.and(a -> a.prefix("sm").objectSizeGreaterThan(1L))), Severity.WARNING),
        arguments(filter(f -> f.and(a -> a.prefix("sm").objectSizeLessThan(1L))), Severity.WARNING),
        arguments(filter(f -> f.tag(TAG)), Severity.WARNING),
        arguments(filter(f -> f.objectSizeGreaterThan(1L)), Severity.WARNING),
        arguments(filter(f -> f.objectSizeLessThan(1L)), Severity.WARNING));
  }

  private static LifecycleRuleFilter filter(Consumer<LifecycleRuleFilter.Builder> parts) {
    return LifecycleRuleFilter.builder().applyMutation(parts).build();
  }

  /** S3 requires the form of its notifications in a filter, other stores the key itself. */
  @ParameterizedTest
  @CsvSource({
    "v%3D1/, v=1/, OK",
    "v=1/, v=1/, OK",
    "v%3D2/, v=1/, WARNING",
    "a+b/, a b/, OK",
    "a%20b/, a b/, OK",
    "a b/, a b/, OK",
    "a+b/, a+b/, OK",
    "%ED%95%9C/, 한/, OK",
    "100%/, 100%/, OK",
    "100%/, 100/, WARNING"
  })
  void run_notificationWithSpecialCharacters_countsInBothForms(
      String filter, String prefix, Severity expected) {
    CopyRule rule = CopyRule.named("r").from("src").prefix(prefix).to("dst").build();
    tell(queue(filter, "s3:ObjectCreated:*"));
    assertThat(of(Check.NOTIFICATION, run(rule)))
        .singleElement()
        .asString()
        .startsWith(expected + " ");
  }

  @ParameterizedTest
  @CsvSource({"'', OK", "in/, OK", "in/a/, WARNING", "out/, WARNING"})
  void run_notification_countsIfItCoversTheRule(String prefix, Severity expected) {
    CopyRule rule = CopyRule.named("r").from("src").prefix("in/").to("dst").build();
    assertThat(of(Check.NOTIFICATION, run(rule))).allMatch(text -> text.startsWith("WARNING"));
    tell(queue(prefix, "s3:ObjectCreated:*"));
    assertThat(of(Check.NOTIFICATION, run(rule)))
        .singleElement()
        .asString()
        .startsWith(expected + " ");
  }

  @ParameterizedTest
  @CsvSource({
    "CREATED, s3:ObjectCreated:*, ''",
    "CREATED, s3:ObjectCreated:Put s3:ObjectCreated:Post s3:ObjectCreated:Copy"
        + " s3:ObjectCreated:CompleteMultipartUpload, ''",
    "CREATED, s3:ObjectCreated:Put, s3:ObjectCreated:Post s3:ObjectCreated:Copy"
        + " s3:ObjectCreated:CompleteMultipartUpload",
    "CREATED, s3:ObjectRemoved:*, s3:ObjectCreated:Put s3:ObjectCreated:Post"
        + " s3:ObjectCreated:Copy s3:ObjectCreated:CompleteMultipartUpload",
    "REMOVED, s3:ObjectCreated:* s3:ObjectRemoved:* s3:LifecycleExpiration:*, ''",
    "REMOVED, s3:ObjectCreated:* s3:ObjectRemoved:Delete s3:ObjectRemoved:DeleteMarkerCreated"
        + " s3:LifecycleExpiration:Delete s3:LifecycleExpiration:DeleteMarkerCreated, ''",
    "REMOVED, s3:ObjectCreated:* s3:ObjectRemoved:Delete s3:LifecycleExpiration:*,"
        + " s3:ObjectRemoved:DeleteMarkerCreated",
    "REMOVED, s3:ObjectCreated:* s3:ObjectRemoved:*,"
        + " s3:LifecycleExpiration:Delete s3:LifecycleExpiration:DeleteMarkerCreated",
    "RESTORED, s3:ObjectCreated:* s3:ObjectRestore:Completed, ''",
    "RESTORED, s3:ObjectCreated:* s3:ObjectRestore:*, ''",
    "RESTORED, s3:ObjectCreated:* s3:ObjectRestore:Post, s3:ObjectRestore:Completed"
  })
  void run_notificationOfSomeEvents_namesThoseThatAreLost(
      EventKind kind, String events, String lost) {
    CopyRule rule = CopyRule.named("r").from("src").on(EventKind.CREATED, kind).to("dst").build();
    tell(queue("", events.split(" ")));
    assertThat(of(Check.NOTIFICATION, run(rule)))
        .containsExactly(
            lost.isEmpty()
                ? "OK s3://src sends every event that the rule needs"
                : "WARNING s3://src does not send " + lost + " for all keys that the rule matches");
  }

  @Test
  void run_notificationsOfSomeEventsEach_areTakenTogetherIfEachCoversTheRule() {
    CopyRule rule = CopyRule.named("r").from("src").prefix("in/").to("dst").build();
    QueueConfiguration most =
        queue("in/", "s3:ObjectCreated:Put", "s3:ObjectCreated:Post", "s3:ObjectCreated:Copy");
    tell(most, queue("", "s3:ObjectCreated:CompleteMultipartUpload"));
    assertThat(of(Check.NOTIFICATION, run(rule))).allMatch(text -> text.startsWith("OK"));
    tell(most, queue("in/a/", "s3:ObjectCreated:CompleteMultipartUpload"));
    assertThat(of(Check.NOTIFICATION, run(rule)))
        .singleElement()
        .asString()
        .contains("does not send s3:ObjectCreated:CompleteMultipartUpload for");
  }

  @Test
  void run_settingsMayNotBeSeen_saysWhatWouldLetOneLook() {
    Stream.of("s3:GetBucketNotification", "s3:GetLifecycleConfiguration", "s3:GetBucketVersioning")
        .forEach(action -> accounts.s3().deny("*", action, "*"));
    List<Finding> findings = run(deleting());
    assertThat(of(Check.NOTIFICATION, findings)).allMatch(t -> t.startsWith("UNKNOWN"));
    assertThat(of(Check.LIFECYCLE, findings))
        .singleElement()
        .asString()
        .startsWith(
            "UNKNOWN s3://dst cannot be checked: s3:GetLifecycleConfiguration is required"
                + " to check this: ");
    assertThat(of(Check.VERSIONING, findings)).allMatch(t -> t.startsWith("UNKNOWN"));
  }

  @Test
  void run_noKeyCanBeMadeUp_saysSo() {
    assertThat(
            of(Check.KEY, run(CopyRule.named("r").from("src").glob("in/*.csv").to("dst").build())))
        .singleElement()
        .asString()
        .startsWith("UNKNOWN s3://src no object that the rule matches was found, and no key");
  }

  @Test
  void run_bucketIsEmpty_triesAMadeUpKey() {
    CopyRule rule = CopyRule.named("r").from("src").prefix("in/").to("dst").build();
    String tried = "; the check uses a made-up key: s3://src/in/s3sync-check";
    assertThat(of(Check.KEY, run(rule)))
        .containsExactly("OK s3://src no object that the rule matches was found" + tried);

    accounts.s3().always("ListObjectsV2", Fault.error(503, "SlowDown"));
    assertThat(of(Check.KEY, run(rule)))
        .containsExactly("UNKNOWN s3://src the listing failed" + tried);

    accounts.s3().clearFaults();
    accounts.s3().deny("*", "s3:ListBucket", "src");
    assertThat(of(Check.KEY, run(rule)))
        .containsExactly("UNKNOWN s3://src the listing was refused" + tried);
  }

  @Test
  void run_sourcesKeyIsDisabled_isAnErrorAndNoCopyIsTried() {
    encryptTheSource();
    accounts.s3().always("GetObject", Fault.error(400, "KMS.DisabledException"));

    List<Finding> findings = run(plain());

    assertThat(of(Check.OPTION, findings))
        .singleElement()
        .asString()
        .startsWith("ERROR s3://src GetObject s3://src/small: ")
        .endsWith("; enable the source's key, or encrypt the object with another key");
    assertThat(findings).noneMatch(Finding::isMissingPermission);
    assertThat(of(Check.COPY, findings)).isEmpty();
  }

  @Test
  void run_sourceIsEncryptedAndArchived_saysNothingOfItsKey() {
    encryptTheSource();
    accounts.s3().always("GetObject", Fault.error(403, "InvalidObjectState"));

    assertThat(of(Check.OPTION, run(plain()))).isEmpty();
  }

  @Test
  void run_objectWithoutTags_isNoReasonToDoubt() {
    accounts.s3().client().deleteObjectTagging(r -> r.bucket("src").key("small"));
    assertThat(run(CopyRule.named("r").from("src").to("dst").build()))
        .anyMatch(
            f ->
                f.subject().equals("s3://src")
                    && f.message().equals("s3:GetObjectTagging is allowed"));
  }

  @Test
  void run_twice_findsTheSame() {
    assertThat(run(deleting())).isEqualTo(run(deleting()));
  }

  private void encryptTheSource() {
    accounts
        .s3()
        .client()
        .putObject(
            r ->
                r.bucket("src")
                    .key("small")
                    .serverSideEncryption("aws:kms")
                    .ssekmsKeyId(Feature.SOURCE_KEY),
            RequestBody.fromString("x"));
  }

  private void tell(QueueConfiguration... queues) {
    accounts
        .s3()
        .client()
        .putBucketNotificationConfiguration(
            r -> r.bucket("src").notificationConfiguration(n -> n.queueConfigurations(queues)));
  }

  private static QueueConfiguration queue(String prefix, String... events) {
    FilterRule filter = FilterRule.builder().name("prefix").value(prefix).build();
    return QueueConfiguration.builder()
        .queueArn("arn:aws:sqs:us-east-1:111111111111:q")
        .eventsWithStrings(events)
        .filter(f -> f.key(k -> k.filterRules(filter)))
        .build();
  }

  private List<Finding> run(CopyRule rule) {
    return accounts.preflight(CopyRules.of(rule)).build().run();
  }

  private static CopyRule plain() {
    return Feature.PLAIN.rules().rules().get(0);
  }

  private static CopyRule deleting() {
    return Feature.DELETES.rules().rules().get(0);
  }

  private static List<String> of(Check check, List<Finding> findings) {
    return findings.stream()
        .filter(finding -> finding.check() == check)
        .map(f -> f.severity() + " " + f.subject() + " " + f.message())
        .toList();
  }
}
