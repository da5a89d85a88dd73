package io.github.s3sync.rule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.s3sync.destination.Access;
import io.github.s3sync.destination.Destination;
import io.github.s3sync.destination.Role;
import io.github.s3sync.event.EventKind;
import io.github.s3sync.event.ObjectEvent;
import io.github.s3sync.option.CopyOptions;
import io.github.s3sync.option.TransferMode;
import io.github.s3sync.plan.CopyPlanner;
import io.github.s3sync.plan.Decision;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Checks which rules may stream, and which stores are distinguished. */
class StreamRuleTest {

  private static final CopyOptions STREAM =
      CopyOptions.builder().transfer(TransferMode.STREAM).build();

  private static CopyRuleBuilder between(@Nullable String source, @Nullable String destination) {
    Destination.Builder to = Destination.in("data");
    if (destination != null) {
      to.endpoint(destination);
    }
    return CopyRule.named("r")
        .from("data")
        .sourceAccess(source == null ? Access.OWN : Access.OWN.withEndpoint(source))
        .to(to.build())
        .options(STREAM);
  }

  static Stream<Access> accesses() {
    return Stream.of(
        Access.OWN.withRegion("eu-west-1"),
        Access.OWN.withRole(Role.of("arn:aws:iam::222222222222:role/replica")),
        Access.OWN.withCredentials("partner"),
        Access.OWN.withEndpoint("aws"));
  }

  @ParameterizedTest
  @MethodSource("accesses")
  void build_sourceAccessWithoutStreaming_isRefusedByItsField(Access access) {
    CopyRuleBuilder rule = CopyRule.named("r").from("src").sourceAccess(access).to("dst");

    assertThatExceptionOfType(InvalidRuleException.class)
        .isThrownBy(rule::build)
        .withMessageMatching(
            "rule 'r': source\\.(region|role|credentials|endpoint) is set, expected it only"
                + " together with the option transfer 'stream': a server-side copy is made by the"
                + " destination's principal");
    assertThat(rule.options(STREAM).build().sourceAccess()).isEqualTo(access);
  }

  @ParameterizedTest
  @CsvSource({
    "aws, https://store.example.com",
    "https://store.example.com, aws",
    "https://one.example.com, https://two.example.com",
    "http://store:9000, http://store:9001"
  })
  void of_oneBucketNameInTwoStores_isNoLoop(String source, String destination) {
    CopyRule rule = between(source, destination).build();

    assertThatCode(() -> CopyRules.of(rule)).doesNotThrowAnyException();
    assertThat(new CopyPlanner(CopyRules.of(rule)).plan(ObjectEvent.created("data", "k")))
        .singleElement()
        .isInstanceOf(Decision.Copy.class);
  }

  @ParameterizedTest
  @CsvSource({
    "aws, aws",
    "https://Store.example.com:443/, https://store.example.com",
    "http://store.example.com, https://store.example.com",
    "aws, https://s3.eu-west-1.amazonaws.com"
  })
  void of_oneStore_isALoop(String source, String destination) {
    assertLoop(between(source, destination).build());
  }

  @Test
  void of_storeThatMayBeTheDefaultOne_isTakenForOne() {
    assertLoop(between(null, "https://store.example.com").build());
    assertLoop(between("https://store.example.com", null).build());
    assertLoop(between(null, null).build());
  }

  /**
   * Checks the case in which the event of one rule's replica would count as an event of its source.
   */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void of_eventsOfTwoStoresWithBucketsOfOneName_areALoop(boolean twoWay) {
    CopyOptions options =
        CopyOptions.builder().transfer(TransferMode.STREAM).twoWay(twoWay).build();
    CopyRule there = between("aws", "https://store.example.com").options(options).build();
    CopyRuleBuilder back =
        CopyRule.named("back")
            .from("data")
            .sourceAccess(Access.OWN.withEndpoint("https://store.example.com"))
            .options(options);
    Destination aws = Destination.in("data").endpoint("aws").build();

    assertLoop(there, twoWay ? back.to(aws).build() : back.to("other").build());
    assertThatCode(() -> CopyRules.of(there, oneWay("other", "third"))).doesNotThrowAnyException();
  }

  private static CopyRule oneWay(String from, String to) {
    return CopyRule.named("one way").from(from).to(to).build();
  }

  private static void assertLoop(CopyRule... rules) {
    assertThatExceptionOfType(InvalidRuleException.class)
        .isThrownBy(() -> CopyRules.of(rules))
        .withMessageEndingWith("an endpoint on both sides ('aws' for S3 itself)");
  }

  @Test
  void build_destinationsOfOneNameInTwoStores_areTwo() {
    CopyRuleBuilder rule =
        between("aws", "https://one.example.com")
            .to(Destination.in("data").endpoint("https://two.example.com").build());
    assertThat(rule.build().destinations()).hasSize(2);

    assertThatExceptionOfType(InvalidRuleException.class)
        .isThrownBy(() -> rule.to(Destination.in("data").build()).build())
        .withMessageContaining("contains 'data' twice with the same keys");
  }

  @Test
  void warnings_deletesInAnotherStore_meetNobody() {
    CopyRule deleting =
        between("aws", "https://one.example.com").on(EventKind.CREATED, EventKind.REMOVED).build();
    CopyRule other =
        CopyRule.named("other")
            .from("elsewhere")
            .to(Destination.in("data").endpoint("https://two.example.com").build())
            .options(STREAM)
            .build();

    assertThat(CopyRules.of(deleting, other).warnings()).isEmpty();
  }
}
