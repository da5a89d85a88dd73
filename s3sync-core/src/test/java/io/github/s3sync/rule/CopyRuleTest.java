package io.github.s3sync.rule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.s3sync.destination.Destination;
import io.github.s3sync.destination.Role;
import io.github.s3sync.event.EventKind;
import io.github.s3sync.pattern.KeyFilter;
import io.github.s3sync.pattern.KeyMapper;
import io.github.s3sync.pattern.SizeRange;
import io.github.s3sync.pattern.SourceObject;
import java.util.List;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Checks which properties a single rule may have. */
class CopyRuleTest {

  private static CopyRuleBuilder rule() {
    return CopyRule.named("r").from("src-bucket").to("dst-bucket");
  }

  private static AbstractThrowableAssert<?, ?> refused(CopyRuleBuilder builder, String field) {
    return assertThatThrownBy(builder::build)
        .isInstanceOfSatisfying(
            InvalidRuleException.class,
            e -> {
              assertThat(e.rule()).isEqualTo("r");
              assertThat(e.field()).isEqualTo(field);
            })
        .hasMessageStartingWith("rule 'r': " + field + " ");
  }

  @Test
  void build_origin_isAPlainRule() {
    CopyRule rule =
        CopyRule.named("origin")
            .from("src-bucket")
            .prefix("prefix/")
            .suffix(".txt")
            .to("dst-bucket", "bdp/{filename}")
            .build();

    assertThat(rule.kinds()).containsExactly(EventKind.CREATED);
    assertThat(rule.filter().accepts(SourceObject.of("src", "prefix/a.txt"))).isTrue();
    assertThat(rule.filter().accepts(SourceObject.of("src", "prefix/a.csv"))).isFalse();
    assertThat(rule.filter().accepts(SourceObject.of("src", "a.txt"))).isFalse();
    assertThat(rule.sizes()).isEqualTo(SizeRange.ANY);
    assertThat(rule.destinations()).hasSize(1);
    assertThat(rule.options().acl()).isEqualTo("bucket-owner-full-control");
  }

  @Test
  void build_withoutNameSourceOrDestination_isRefused() {
    assertThatThrownBy(() -> CopyRule.named(" ").from("src").to("dst").build())
        .isInstanceOf(InvalidRuleException.class)
        .hasMessage("rule ' ': name is empty, expected a name");
    refused(CopyRule.named("r").to("dst-bucket"), "source.bucket");
    refused(CopyRule.named("r").from("src-bucket"), "destinations")
        .hasMessageContaining("expected at least one");
  }

  @Test
  void build_halfACharacter_isRefused() {
    assertThatThrownBy(() -> CopyRule.named("a\ud800").from("src").to("dst").build())
        .isInstanceOfSatisfying(
            InvalidRuleException.class, e -> assertThat(e.field()).isEqualTo("name"));
    refused(rule().prefix("a\udc00/"), "prefix");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ab",
        "a..b",
        "192.168.0.1",
        "-ab",
        "ab-",
        "a b",
        "s3://bucket",
        "bucket/",
        "버킷",
        "b\nb",
        ".ab"
      })
  void build_impossibleBucketName_isRefused(String bucket) {
    refused(rule().from(bucket), "source.bucket").hasMessageContaining("is '" + bucket + "'");
    refused(rule().to(bucket), "destination.bucket").hasMessageContaining("is '" + bucket + "'");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"abc", "a.b-c", "1a2", "Old_Bucket", "bucket--usw2-az1--x-s3", "192.168.0.1a"})
  void build_possibleBucketName_isTaken(String bucket) {
    assertThat(rule().from(bucket).build().sourceBucket()).isEqualTo(bucket);
  }

  @Test
  void build_bucketNameLength_isBounded() {
    assertThat(rule().from("b".repeat(255)).build().sourceBucket()).hasSize(255);
    refused(rule().from("b".repeat(256)), "source.bucket");
  }

  @Test
  void build_accessPointAsDestination_isTaken() {
    String arn = "arn:aws:s3:eu-west-1:111122223333:accesspoint/replica";

    assertThat(rule().to(arn).build().destinations().get(1).bucket()).isEqualTo(arn);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "12345678901", "1234567890123", "12345678901a", "1234-5678-901"})
  void build_impossibleAccount_isRefused(String account) {
    refused(rule().sourceOwner(account), "source.owner")
        .hasMessageContaining("expected a 12-digit account ID");
    refused(
        rule().to(Destination.in("other-bucket").expectedOwner(account).build()),
        "destination.owner");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "Ireland", "EU-WEST-1", "eu_west_1", "eu-"})
  void build_impossibleRegion_isRefused(String region) {
    refused(rule().to(Destination.in("other-bucket").region(region).build()), "destination.region");
  }

  private static CopyRuleBuilder to(Role role) {
    return rule().to(Destination.in("other-bucket").role(role).build());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "replica",
        "arn:aws:iam::222222222222:role/",
        "arn:aws:iam::22222222222:role/replica",
        "arn:aws:iam::222222222222:user/replica",
        "arn:aws:iam::222222222222:instance-profile/replica",
        "arn:aws:sts::222222222222:assumed-role/replica/session",
        "arn:aws:iam::222222222222:role/re plica",
        "arn:aws:iam::222222222222:role/replica\n"
      })
  void build_impossibleRole_isRefused(String arn) {
    refused(to(Role.of(arn)), "destination.role.arn").hasMessageContaining("is '" + arn + "'");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "arn:aws:iam::222222222222:role/replica",
        "arn:aws-us-gov:iam::222222222222:role/service-role/re+=,.@-plica_1",
        "arn:aws-cn:iam::222222222222:role/a/b/c"
      })
  void build_role_isTaken(String arn) {
    assertThat(to(Role.of(arn)).build().destinations().get(1).role()).isEqualTo(Role.of(arn));
  }

  @Test
  void build_externalId_hasWhatAwsAllowsAndIsNeverShown() {
    Role role = Role.of("arn:aws:iam::222222222222:role/replica");
    for (String id : List.of("", "e", "partner 4711", "partner#4711", "e".repeat(1225), "한국")) {
      refused(to(role.withExternalId(id)), "destination.role.externalId")
          .hasMessage(
              "rule 'r': destination.role.externalId is malformed, expected 2 to 1224 letters,"
                  + " digits and _+=,.@:/-");
    }
    to(role.withExternalId("e".repeat(1224))).build();
    to(role.withExternalId("a_+=,.@:/-1")).build();
    assertThat(role.withExternalId("partner-4711")).hasToString(role.arn());
  }

  @Test
  void build_sessionName_hasWhatAwsAllows() {
    Role role = Role.of("arn:aws:iam::222222222222:role/replica");
    assertThat(role.sessionName()).isEqualTo("s3sync");
    for (String name : List.of("", "s", "a/b", "a:b", "a b", "s".repeat(65))) {
      refused(to(role.withSessionName(name)), "destination.role.sessionName")
          .hasMessageContaining("is '" + name + "', expected 2 to 64");
    }
    to(role.withSessionName("s".repeat(64))).build();
  }

  @Test
  void build_blankCredentials_areRefused() {
    refused(
        rule().to(Destination.in("other-bucket").credentials(" ").build()),
        "destination.credentials");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "AWS",
        "store.example.com",
        "ftp://store.example.com",
        "https://",
        "https://store:port"
      })
  void build_impossibleEndpoint_isRefusedAndNotShown(String endpoint) {
    refused(
            rule().to(Destination.in("other-bucket").endpoint(endpoint).build()),
            "destination.endpoint")
        .hasMessageEndingWith("is neither 'aws' nor a URL such as https://store.example.com:9000");
  }

  @ParameterizedTest
  @CsvSource({
    "https://me:hush@store.example.com, contains a user name or password",
    "https://me@store.example.com, contains a user name or password",
    "https://store.example.com?key=hush, contains '?' or '#'",
    "https://store.example.com/#hush, contains '?' or '#'",
    "http://localhost:99999, 'has the port 99999, expected one from 1 to 65535'",
    "http://localhost:0, 'has the port 0, expected one from 1 to 65535'"
  })
  void build_endpointThatWouldNotBeUsedAsItIs_saysWhyAndIsNotShown(
      String endpoint, String problem) {
    refused(
            rule().to(Destination.in("other-bucket").endpoint(endpoint).build()),
            "destination.endpoint")
        .hasMessageContaining(problem)
        .hasMessageNotContaining("hush");
  }

  @Test
  void build_endpointWithUnderscoreInItsHostName_saysSo() {
    refused(
            rule().to(Destination.in("other-bucket").endpoint("http://my_store:9000").build()),
            "destination.endpoint")
        .hasMessageEndingWith(
            "has '_' in its host name, which is not a legal host name, expected a name without '_'"
                + " or an IP address");
  }

  @Test
  void build_sameDestinationTwice_isRefused() {
    refused(rule().to("dst-bucket"), "destinations").hasMessageContaining("twice");
    refused(
        rule().to("dst-bucket", "bdp/{filename}").to("dst-bucket", "bdp/{filename}"),
        "destinations");
    assertThat(rule().to("dst-bucket", "bdp/{filename}").build().destinations()).hasSize(2);
  }

  @Test
  void build_filterThatContradictsThePrefix_isRefused() {
    refused(rule().prefix("in/").filter(KeyFilter.prefix("out/")), "filter")
        .hasMessageContaining("accepts no key with the prefix 'in/'");
    refused(rule().prefix("in/a/").filter(KeyFilter.any().exceptPrefix("in/")), "filter");
  }

  @Test
  void build_replacedPrefixThatNoKeyHas_isRefused() {
    refused(
            rule().prefix("in/").to("dst", KeyMapper.replacePrefix("out/", "bdp/")),
            "destination.key")
        .hasMessageContaining(
            "removes the prefix 'out/', expected a prefix that keys with the prefix 'in/' have");
    rule().prefix("in/").to("dst", KeyMapper.replacePrefix("in/sub/", "bdp/")).build();
  }

  @Test
  void build_prefix_hasAKeysLengthAtMost() {
    assertThat(rule().prefix("é".repeat(512)).build().prefix()).hasSize(512);
    refused(rule().prefix("é".repeat(512) + "a"), "prefix");
  }

  @Test
  void build_impossibleSizes_areRefused() {
    refused(rule().minSizeBytes(2).maxSizeBytes(1), "minSizeBytes")
        .hasMessageContaining("2 to 1 accepts no object");
    refused(rule().minSizeBytes(-1), "minSizeBytes");
    assertThat(rule().minSizeBytes(1).maxSizeBytes(1).build().sizes().accepts(1)).isTrue();
  }

  @Test
  void build_kindThatChangesNoContent_isRefused() {
    refused(rule().on(EventKind.CREATED, EventKind.OTHER), "events")
        .hasMessageContaining("contains OTHER");
  }

  @Test
  void on_bothKindsThatAreCopied_isTaken() {
    assertThat(rule().on(EventKind.CREATED, EventKind.RESTORED).build().kinds())
        .containsExactlyInAnyOrder(EventKind.CREATED, EventKind.RESTORED);
  }

  @Test
  void build_malformedPatterns_nameTheRuleAndTheField() {
    assertThatThrownBy(() -> rule().glob("[a"))
        .isInstanceOf(InvalidRuleException.class)
        .hasMessage("rule 'r': glob is malformed: glob '[a' has '[' without ']'");
    assertThatThrownBy(() -> rule().regex("(a"))
        .isInstanceOf(InvalidRuleException.class)
        .hasMessage("rule 'r': regex is malformed: Unclosed group in '(a'");
    assertThatThrownBy(() -> rule().regex("a".repeat(4097)))
        .isInstanceOf(InvalidRuleException.class)
        .hasMessage("rule 'r': regex has over 4096 characters, the maximum");
    assertThatCode(() -> rule().regex("a".repeat(4096))).doesNotThrowAnyException();
    refused(rule().to("dst-bucket", "{nothing}"), "destination")
        .hasMessageContaining("names {nothing}");
  }

  @Test
  void suffix_severalWereSet_isTheLongest() {
    assertThat(rule().to("dst").build().suffix()).isEmpty();
    assertThat(rule().suffix("b").suffix("a.b").to("dst").build().suffix()).isEqualTo("a.b");
    assertThat(rule().suffix("a.b").suffix("b").to("dst").build().suffix()).isEqualTo("a.b");
    assertThat(rule().suffix("c.b").suffix("a.b").to("dst").build().suffix()).isEqualTo("c.b");
  }

  @Test
  void to_templateBeforeTheExpression_seesItsGroups() {
    CopyRule rule =
        CopyRule.named("r").from("src").to("dst", "{year}").regex("in/(?<year>[0-9]+)/.*").build();

    assertThat(rule.filter().accepts(SourceObject.of("src", "in/2026/a"))).isTrue();
    assertThat(rule.filter().accepts(SourceObject.of("src", "in/x/a"))).isFalse();
  }
}
