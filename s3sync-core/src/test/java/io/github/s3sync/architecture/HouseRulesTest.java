package io.github.s3sync.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import org.junit.jupiter.api.Test;

/** Checks that each rule can fail: it names the classes that break it. */
class HouseRulesTest {

  private static final String WRONG = "io.github.s3sync.architecture.wrong";
  private static final JavaClasses CLASSES = new ClassFileImporter().importPackages(WRONG);

  private final HouseRules rules = new HouseRules(WRONG);

  private static void assertBroken(ArchRule rule, String culprit, String innocent) {
    assertThat(HouseRules.violations(rule, CLASSES)).contains(culprit).doesNotContain(innocent);
  }

  @Test
  void packagesAreALine_lookToTheRight_isNamed() {
    assertBroken(rules.packagesAreALine(), "LooksRight", "LooksLeft.isRight");
  }

  @Test
  void packagesHaveNoCycles_circle_isNamed() {
    assertBroken(rules.packagesHaveNoCycles(), "Cycle detected", "Talkative");
  }

  @Test
  void noOtherPackages_util_isNamed() {
    assertBroken(rules.noOtherPackages(), "KeyUtils", "Talkative");
  }

  @Test
  void packagesAreNullMarked_withoutPackageInfo_isNamed() {
    assertBroken(rules.packagesAreNullMarked(), "wrong.util", "wrong.plan");
  }

  @Test
  void jsonIsReadAtTheBorders_jsonInPlan_isNamed() {
    assertBroken(rules.jsonIsReadAtTheBorders(), "Talkative", "LooksRight");
  }

  @Test
  void onlyTheEngineTalksToS3_clientInPlan_isNamed() {
    assertBroken(rules.onlyTheEngineTalksToS3(), "Talkative", "LooksRight");
  }

  @Test
  void logsGoThroughSlf4j_print_isNamed() {
    assertBroken(rules.logsGoThroughSlf4j(), "Talkative", "LooksRight");
  }

  @Test
  void namesSayWhatThingsAre_utils_isNamed() {
    assertBroken(rules.namesSayWhatThingsAre(), "KeyUtils", "Talkative");
  }

  @Test
  void all_rules_areShownToFailHere() {
    assertThat(rules.all()).hasSize(8).allSatisfy(rule -> assertFails(rule));
  }

  private static void assertFails(ArchRule rule) {
    assertThat(rule.allowEmptyShould(true).evaluate(CLASSES).hasViolation()).isTrue();
  }
}
