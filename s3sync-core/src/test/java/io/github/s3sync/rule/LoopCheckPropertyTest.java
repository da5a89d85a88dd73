package io.github.s3sync.rule;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.s3sync.destination.Destination;
import io.github.s3sync.event.ObjectEvent;
import io.github.s3sync.key.AnyKey;
import io.github.s3sync.key.ObjectRef;
import io.github.s3sync.pattern.AnyPattern;
import io.github.s3sync.pattern.KeyFilter;
import io.github.s3sync.pattern.KeyMapper;
import io.github.s3sync.pattern.PrefixMapper;
import io.github.s3sync.pattern.SourceObject;
import io.github.s3sync.pattern.UnmappableKeyException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.statistics.Statistics;

/** Follows the replicas of accepted sets of rules. */
class LoopCheckPropertyTest {

  private static final Arbitrary<String> BUCKETS =
      Arbitraries.of("bucket-1", "bucket-2", "bucket-3");

  @Provide
  Arbitrary<List<CopyRule>> rules() {
    Arbitrary<String> prefixes = AnyPattern.prefixes();
    Arbitrary<KeyMapper> mappers =
        Arbitraries.oneOf(
            Arbitraries.just(KeyMapper.same()),
            prefixes.map(KeyMapper::under),
            prefixes.map(KeyMapper::flatten),
            Combinators.combine(prefixes, prefixes).as(KeyMapper::replacePrefix),
            prefixes.map(prefix -> KeyMapper.template(prefix + "{path}x-{filename}")));
    return Combinators.combine(
            BUCKETS, prefixes, prefixes.map(text -> text + "a"), BUCKETS, mappers)
        .as(LoopCheckPropertyTest::rule)
        .list()
        .ofMinSize(1)
        .ofMaxSize(4)
        .map(LoopCheckPropertyTest::numbered);
  }

  @Provide
  Arbitrary<String> keys() {
    return AnyKey.similar("aab/x-", 8);
  }

  /** Creates a rule once its position, which determines its name, is known. */
  private interface Unnamed {
    CopyRule named(String name);
  }

  private static Unnamed rule(
      String from, String prefix, String excluded, String to, KeyMapper mapper) {
    return name -> {
      CopyRuleBuilder rule = CopyRule.named(name).from(from).prefix(prefix).to(to, mapper);
      return prefix.startsWith(excluded)
          ? rule.build()
          : rule.filter(KeyFilter.any().exceptPrefix(excluded)).build();
    };
  }

  private static List<CopyRule> numbered(List<Unnamed> rules) {
    List<CopyRule> named = new ArrayList<>();
    for (Unnamed rule : rules) {
      try {
        named.add(rule.named("r" + named.size()));
      } catch (InvalidRuleException e) {
        assertThat(e.problem()).startsWith("removes the prefix");
      }
    }
    return named;
  }

  /** Follows a key. Each rule may act once on the way to any replica. */
  private static void follow(CopyRules rules, ObjectRef object, Set<String> before) {
    for (CopyRule rule : rules.candidates(object.bucket(), object.key())) {
      if (!rule.filter().accepts(SourceObject.of("src", object.key()))) {
        continue;
      }
      assertThat(before).as("rules that led to %s", object).doesNotContain(rule.name());
      Set<String> now = new HashSet<>(before);
      now.add(rule.name());
      Destination to = rule.destinations().get(0);
      try {
        String key =
            to.key()
                .map(SourceObject.of(object, ObjectEvent.created(object.bucket(), object.key())));
        follow(rules, new ObjectRef(to.bucket(), key), now);
      } catch (UnmappableKeyException e) {
        assertThat(to.key())
            .as("mapping that cannot map some keys")
            .isInstanceOf(PrefixMapper.class);
      }
    }
  }

  @Property(tries = 3_000, edgeCases = EdgeCasesMode.NONE)
  void of_rulesThatAreAllowed_neverFeedThemselves(
      @ForAll("rules") List<CopyRule> rules, @ForAll("keys") String key) {
    CopyRules allowed;
    try {
      allowed = CopyRules.of(rules);
    } catch (InvalidRuleException e) {
      Statistics.label("allowed").collect(false);
      return;
    }
    Statistics.label("allowed")
        .collect(true)
        .coverage(share -> share.check(true).percentage(percent -> percent > 20));

    follow(allowed, new ObjectRef("bucket-1", key), Set.of());
  }
}
