package io.github.s3sync.rule;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.s3sync.destination.Access;
import io.github.s3sync.destination.Destination;
import io.github.s3sync.destination.Role;
import io.github.s3sync.event.EventKind;
import io.github.s3sync.event.KeyEncoding;
import io.github.s3sync.option.CopyOptions;
import io.github.s3sync.option.CopyOptionsBuilder;
import io.github.s3sync.option.Encryption;
import io.github.s3sync.option.ObjectLock;
import io.github.s3sync.option.TransferMode;
import io.github.s3sync.pattern.KeyFilter;
import io.github.s3sync.pattern.KeyMapper;
import io.github.s3sync.pattern.SourceObject;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Checks the values that rules consist of: two values are equal if all of their properties are. */
class ValueTest {

  private static final Encryption KMS = Encryption.kms("key");
  private static final ObjectLock LOCK = ObjectLock.governance(Duration.ofDays(1));
  private static final Role ROLE =
      Role.of("arn:aws:iam::222222222222:role/replica").withExternalId("secret-1");
  private static final Access ACCESS =
      Access.OWN.withRegion("r").withRole(ROLE).withCredentials("c").withEndpoint("e");

  private static final Destination DESTINATION =
      Destination.in("dst").key(KeyMapper.under("p/")).expectedOwner("111122223333").build();
  private static final CopyOptions OPTIONS = CopyOptions.defaults();
  private static final CopyRule RULE =
      CopyRule.named("r")
          .from("src")
          .prefix("in/")
          .suffix(".csv")
          .regex("in/(?<day>.*)[.]csv")
          .to(DESTINATION)
          .to("other", "{day}/{key}")
          .build();
  private static final KeyMapper CUSTOM = SourceObject::key;

  private static Destination to(UnaryOperator<Destination.Builder> change) {
    return change.apply(DESTINATION.toBuilder()).build();
  }

  private static CopyOptions with(UnaryOperator<CopyOptionsBuilder> change) {
    return change.apply(OPTIONS.toBuilder()).build();
  }

  private static CopyRule rule(UnaryOperator<CopyRuleBuilder> change) {
    return change.apply(RULE.toBuilder()).build();
  }

  static Stream<List<Object>> different() {
    return Stream.of(
        List.of(
            Encryption.aes256(),
            KMS,
            Encryption.builder("aws:kms").build(),
            Encryption.builder("aws:kms:dsse").kmsKeyId("key").build(),
            KMS.toBuilder().kmsKeyId("other").build(),
            KMS.toBuilder().bucketKey(true).build(),
            KMS.toBuilder().bucketKey(false).build()),
        List.of(
            LOCK,
            ObjectLock.builder().build(),
            ObjectLock.compliance(Duration.ofDays(1)),
            LOCK.toBuilder().retention(Duration.ofDays(2)).build(),
            LOCK.toBuilder().legalHold(true).build()),
        List.of(
            ROLE,
            Role.of(ROLE.arn()),
            Role.of("arn:aws:iam::222222222222:role/other").withExternalId("secret-1"),
            ROLE.withExternalId("secret-2"),
            ROLE.withSessionName("nightly")),
        List.of(
            ACCESS,
            Access.OWN,
            ACCESS.withRegion("other"),
            ACCESS.withRole(null),
            ACCESS.withCredentials(null),
            ACCESS.withEndpoint("aws")),
        List.of(
            DESTINATION,
            Destination.in("dst").build(),
            to(to -> to.key(CUSTOM)),
            to(to -> to.region("eu-west-1")),
            to(to -> to.expectedOwner(null)),
            to(to -> to.role(ROLE)),
            to(to -> to.credentials("c")),
            to(to -> to.endpoint("aws")),
            Destination.in("other").key(KeyMapper.under("p/")).build()),
        List.of(
            OPTIONS,
            with(options -> options.acl(null)),
            with(options -> options.acl("private")),
            with(options -> options.tags(false)),
            with(options -> options.overwrite(false)),
            with(options -> options.skipEqual(true)),
            with(options -> options.verify(false)),
            with(options -> options.storageClass("GLACIER_IR")),
            with(options -> options.keepStorageClass(true)),
            with(options -> options.keepWebsiteRedirect(true)),
            with(options -> options.encryption(KMS)),
            with(options -> options.checksumAlgorithm("SHA256")),
            with(options -> options.objectLock(LOCK)),
            with(options -> options.requestPayer(true)),
            with(options -> options.recheckAfter(Duration.ZERO)),
            with(options -> options.twoWay(true)),
            with(options -> options.twoWay(true).unattributedDeletes(true)),
            with(options -> options.transfer(TransferMode.STREAM))),
        List.of(
            RULE,
            rule(rule -> rule.name("other")),
            rule(rule -> rule.from("other")),
            rule(rule -> rule.sourceOwner("111122223333")),
            rule(
                rule ->
                    rule.sourceAccess(Access.OWN.withEndpoint("aws"))
                        .options(with(options -> options.transfer(TransferMode.STREAM)))),
            rule(rule -> rule.prefix("in/a")),
            rule(rule -> rule.suffix(".tar.csv")),
            rule(rule -> rule.glob("**a**")),
            rule(rule -> rule.filter(object -> true)),
            rule(rule -> rule.minSizeBytes(1)),
            rule(rule -> rule.maxSizeBytes(1)),
            rule(rule -> rule.on(EventKind.CREATED, EventKind.RESTORED)),
            rule(rule -> rule.keyEncoding(KeyEncoding.VERBATIM)),
            rule(rule -> rule.keyDecoder(rawKey -> rawKey)),
            rule(rule -> rule.destinations(List.of(DESTINATION))),
            rule(rule -> rule.to("third")),
            rule(rule -> rule.options(with(options -> options.tags(false))))),
        List.of(
            KeyFilter.any(),
            KeyFilter.prefix("a"),
            KeyFilter.suffix("a"),
            KeyFilter.glob("a"),
            KeyFilter.matching(Pattern.compile("a")),
            KeyFilter.matching(Pattern.compile("a", Pattern.CASE_INSENSITIVE)),
            KeyFilter.any().and(KeyFilter.prefix("a")),
            KeyFilter.any().or(KeyFilter.prefix("a")),
            KeyFilter.any().exceptPrefix("a")),
        List.of(
            KeyMapper.same(),
            KeyMapper.under("a"),
            KeyMapper.replacePrefix("a", ""),
            KeyMapper.flatten("a"),
            KeyMapper.oneToOne(KeyMapper.flatten("a")),
            KeyMapper.template("{key}"),
            KeyMapper.template("{1}", Pattern.compile("(a)")),
            KeyMapper.template("{1}", Pattern.compile("(b)")),
            CUSTOM,
            KeyMapper.oneToOne(CUSTOM)));
  }

  static Stream<Function<Object, Object>> copies() {
    return Stream.of(
        value -> ((Encryption) value).toBuilder().build(),
        value -> ((ObjectLock) value).toBuilder().build(),
        value ->
            Role.of(((Role) value).arn())
                .withExternalId(((Role) value).externalId())
                .withSessionName(((Role) value).sessionName()),
        value ->
            Access.OWN
                .withRegion(((Access) value).region())
                .withRole(((Access) value).role())
                .withCredentials(((Access) value).credentials())
                .withEndpoint(((Access) value).endpoint()),
        value -> ((Destination) value).toBuilder().build(),
        value -> ((CopyOptions) value).toBuilder().build(),
        value -> ((CopyRule) value).toBuilder().build());
  }

  @ParameterizedTest
  @MethodSource("different")
  void equals_differentProperty_isFalse(List<Object> values) {
    assertThat(values).doesNotHaveDuplicates();
    assertThat(values).allSatisfy(value -> assertThat(value).isNotEqualTo("text"));
  }

  @Test
  void equals_sameProperties_isTrue() {
    List<Function<Object, Object>> copies = copies().toList();
    List<List<Object>> kinds = different().toList();
    for (int kind = 0; kind < copies.size(); kind++) {
      for (Object value : kinds.get(kind)) {
        Object copy = copies.get(kind).apply(value);
        assertThat(copy).isNotSameAs(value).isEqualTo(value).hasSameHashCodeAs(value);
        assertThat(copy).hasToString(value.toString());
      }
    }
  }

  @Test
  void equals_filtersAndMappingsMadeAlike_isTrue() {
    List<List<Object>> first = different().toList();
    List<List<Object>> second = different().toList();
    for (int kind = copies().toList().size(); kind < first.size(); kind++) {
      assertThat(first.get(kind)).isEqualTo(second.get(kind));
      assertThat(first.get(kind)).hasSameHashCodeAs(second.get(kind));
    }
  }

  @Test
  void toBuilder_ofARule_addsFiltersAndDestinations() {
    CopyRule more =
        rule(rule -> rule.prefix("in/2026/").filter(KeyFilter.suffix("a.csv")).to("third"));

    assertThat(more.destinations()).hasSize(3).startsWith(DESTINATION);
    assertThat(more.filter().accepts(SourceObject.of("src", "in/2026/a.csv"))).isTrue();
    assertThat(more.filter().accepts(SourceObject.of("src", "in/2026/b.csv"))).isFalse();
    assertThat(more.filter().accepts(SourceObject.of("src", "in/2025/a.csv"))).isFalse();
  }

  @ParameterizedTest
  @MethodSource("different")
  void toString_anyValue_isOneLineWithoutExternalId(List<Object> values) {
    assertThat(values)
        .allSatisfy(
            value ->
                assertThat(value.toString()).doesNotContain("secret-", "null").hasLineCount(1));
    assertThat(KMS).hasToString("encryption (algorithm aws:kms, kmsKeyId key)");
    assertThat(OPTIONS).hasToString("options");
    assertThat(with(options -> options.acl(null).tags(false).transfer(TransferMode.STREAM)))
        .hasToString("options (acl none, tags false, transfer stream)");
    assertThat(Access.OWN).hasToString("access");
    assertThat(ACCESS.withRole(Role.of("arn\n")))
        .hasToString("access (region r, role arn\\u000A, credentials c, endpoint e)");
  }
}
