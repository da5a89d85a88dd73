package io.github.s3sync.rule;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.s3sync.pattern.AnyPattern;
import io.github.s3sync.pattern.SourceObject;
import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.statistics.Statistics;

/** Compares the index of rules with a loop over all rules. */
class CopyRulesPropertyTest {

  @Provide
  Arbitrary<List<RuleModel>> models() {
    return RuleModel.any().list().ofMaxSize(20);
  }

  @Provide
  Arbitrary<List<String>> keys() {
    return AnyPattern.keys().list().ofSize(20);
  }

  private static CopyRules rules(List<RuleModel> models) {
    return CopyRules.of(
        IntStream.range(0, models.size()).mapToObj(i -> models.get(i).named("r" + i)).toList());
  }

  private static List<CopyRule> found(CopyRules rules, String bucket, String key) {
    return rules.candidates(bucket, key).stream()
        .filter(r -> r.filter().accepts(SourceObject.of("src", key)))
        .toList();
  }

  @Property(tries = 500, edgeCases = EdgeCasesMode.NONE)
  void candidates_anyRulesAndKeys_areThoseOfALoopOverAllRules(
      @ForAll("models") List<RuleModel> models, @ForAll("keys") List<String> keys) {
    CopyRules rules = rules(models);
    for (String key : keys) {
      assertThat(rules.candidates("one-bucket", key))
          .isEqualTo(
              rules.rules().stream()
                  .filter(r -> r.sourceBucket().equals("one-bucket") && key.startsWith(r.prefix()))
                  .toList());
    }
  }

  @Property(tries = 500, edgeCases = EdgeCasesMode.NONE)
  void candidates_withTheirFilters_areTheRulesThatTakeTheKey(
      @ForAll("models") List<RuleModel> models, @ForAll("keys") List<String> keys) {
    CopyRules rules = rules(models);
    int taken = 0;
    for (String key : keys) {
      List<String> expected =
          IntStream.range(0, models.size())
              .filter(i -> models.get(i).takes("two-bucket", key))
              .mapToObj(i -> "r" + i)
              .toList();
      taken += expected.size();

      assertThat(found(rules, "two-bucket", key)).extracting(CopyRule::name).isEqualTo(expected);
    }
    Statistics.label("a rule takes a key")
        .collect(taken > 0)
        .coverage(share -> share.check(true).percentage(percent -> percent > 20));
  }
}
