package io.github.s3sync.rule;

import static io.github.s3sync.event.EventKind.CREATED;
import static io.github.s3sync.event.EventKind.REMOVED;
import static io.github.s3sync.event.EventKind.RESTORED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.s3sync.option.CopyOptions;
import io.github.s3sync.option.ObjectLock;
import io.github.s3sync.pattern.KeyMapper;
import java.time.Duration;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Checks which rules may delete. */
class DeleteChecksTest {

  private static CopyRuleBuilder rule() {
    return CopyRule.named("r").from("src-bucket").on(CREATED, REMOVED);
  }

  private static AbstractThrowableAssert<?, ?> refused(CopyRuleBuilder builder, String field) {
    return assertThatThrownBy(builder::build)
        .isInstanceOfSatisfying(
            InvalidRuleException.class, e -> assertThat(e.field()).isEqualTo(field))
        .hasMessageStartingWith("rule 'r': " + field + " ")
        .hasMessageContaining("REMOVED");
  }

  static Stream<KeyMapper> oneToOne() {
    return Stream.of(
        KeyMapper.same(),
        KeyMapper.under("a/"),
        KeyMapper.replacePrefix("in/", "out/"),
        KeyMapper.template("{key}"),
        KeyMapper.template("a/{bucket}/{key}.copy"),
        KeyMapper.template("{path}x/{filename}"),
        KeyMapper.template("{path}{basename}-copy{extension}"),
        KeyMapper.oneToOne(source -> "mine/" + source.key()),
        KeyMapper.oneToOne(KeyMapper.template("{2}/{1}", Pattern.compile("(.*)/(.*)"))));
  }

  @ParameterizedTest
  @MethodSource("oneToOne")
  void build_mappingUnderWhichNoKeysMeet_mayDelete(KeyMapper key) {
    assertThat(rule().to("dst-bucket", key).build().kinds()).contains(REMOVED);
  }

  static Stream<KeyMapper> perhapsNot() {
    return Stream.of(
        KeyMapper.flatten("bdp/"),
        KeyMapper.template("bdp/{filename}"),
        KeyMapper.template("one.json"),
        KeyMapper.template("{path}{basename}"),
        // '/ab' and 'b/a' would both become 'ab/'.
        KeyMapper.template("{basename}{path}{extension}"),
        KeyMapper.template("{2}", Pattern.compile("(.*)/(.*)")),
        // An unusual expression could map both 'ba' and 'bba' to the key of 'a'.
        KeyMapper.template("{1}{key}", Pattern.compile("(b*).*")),
        source -> source.key().toLowerCase(Locale.ROOT));
  }

  @ParameterizedTest
  @MethodSource("perhapsNot")
  void build_mappingUnderWhichKeysMayMeet_mayNotDelete(KeyMapper key) {
    refused(rule().to("first-bucket").to("dst-bucket", key), "destination.key")
        .hasMessageContaining("expected a one-to-one mapping");
    assertThat(rule().on(CREATED, RESTORED).to("dst-bucket", key).build().destinations())
        .hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"{date:yyyy}/{key}", "{key}-{date:HH}"})
  void build_keyWithTheTime_mayNotDelete(String template) {
    refused(rule().to("dst-bucket", template), "destination.key").hasMessageContaining("{date}");
  }

  @Test
  void build_vouchedKeyWithTheTime_mayNotDelete() {
    KeyMapper key = KeyMapper.oneToOne(KeyMapper.template("{date:yyyy}/{key}"));

    refused(rule().to("dst-bucket", key), "destination.key").hasMessageContaining("{date}");
  }

  @Test
  void build_neverOverwrites_mayNotDelete() {
    CopyOptions options = CopyOptions.builder().overwrite(false).build();

    refused(rule().to("dst-bucket").options(options), "options.overwrite")
        .hasMessageContaining("is false, expected true");
  }

  @Test
  void build_deletesWithoutCopies_areRefused() {
    refused(rule().on(REMOVED).to("dst-bucket"), "events").hasMessageContaining("without CREATED");
    refused(rule().on(REMOVED, RESTORED).to("dst-bucket"), "events");
  }

  @Test
  void build_objectLock_mayDelete() {
    CopyOptions options =
        CopyOptions.builder()
            .objectLock(
                ObjectLock.builder()
                    .mode("COMPLIANCE")
                    .retention(Duration.ofDays(1))
                    .legalHold(true)
                    .build())
            .build();

    assertThat(rule().to("dst-bucket").options(options).build().options()).isSameAs(options);
  }

  @Test
  void warnings_ruleThatDeletesWhereAnotherWrites_isNamed() {
    CopyRule deletes =
        rule().prefix("a/").to("dst-bucket", KeyMapper.replacePrefix("a/", "out/")).build();
    CopyRule writes =
        CopyRule.named("other")
            .from("src-bucket")
            .prefix("b/")
            .to("dst-bucket", KeyMapper.replacePrefix("b/", "out/b/"))
            .build();

    assertThat(CopyRules.of(deletes, writes).warnings())
        .containsExactly(
            "rule 'r' deletes keys of 'dst-bucket' with the prefix 'out/', where rule 'other' may"
                + " write replicas of other objects");
  }

  @Test
  void warnings_destinationsOfOneRuleThatMeet_areNamed() {
    CopyRule rule = rule().to("dst-bucket").to("dst-bucket", KeyMapper.under("a/")).build();

    assertThat(CopyRules.of(rule).warnings())
        .hasSize(2)
        .allMatch(warning -> warning.contains("where rule 'r' may write replicas"));
  }

  @Test
  void warnings_rulesWhoseReplicasAreTheSameOrApart_areNone() {
    CopyRule deletes = rule().suffix(".a").to("dst-bucket", "x/{key}").build();
    CopyRule sameMapping =
        CopyRule.named("same").from("src-bucket").to("dst-bucket", "x/{key}").build();
    CopyRule elsewhere =
        CopyRule.named("apart").from("src-bucket").to("dst-bucket", "y/{key}").build();
    CopyRule otherBucket = CopyRule.named("bucket").from("src-bucket").to("third-bucket").build();

    assertThat(CopyRules.of(deletes, sameMapping, elsewhere, otherBucket).warnings()).isEmpty();
  }
}
