package io.github.s3sync.rule;

import io.github.s3sync.pattern.AnyPattern;
import io.github.s3sync.pattern.GlobPart;
import io.github.s3sync.pattern.KeyFilter;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/** Models what a rule accepts in the simplest way. */
record RuleModel(
    String bucket, String prefix, String suffix, List<GlobPart> glob, String excluded) {

  static Arbitrary<RuleModel> any() {
    return Combinators.combine(
            Arbitraries.of("one-bucket", "two-bucket"),
            AnyPattern.prefixes(),
            AnyPattern.prefixes().map(text -> text.length() > 2 ? "" : text),
            Arbitraries.oneOf(
                Arbitraries.just(List.<GlobPart>of(new GlobPart.Run(true))), AnyPattern.globs()),
            AnyPattern.prefixes().map(text -> text + "b"))
        .as(RuleModel::new)
        .filter(model -> !model.prefix.startsWith(model.excluded)); // is rejected
  }

  boolean takes(String fromBucket, String key) {
    return bucket.equals(fromBucket)
        && key.startsWith(prefix)
        && key.endsWith(suffix)
        && GlobPart.match(glob, key)
        && !key.startsWith(excluded);
  }

  CopyRule named(String name) {
    return CopyRule.named(name)
        .from(bucket)
        .prefix(prefix)
        .suffix(suffix)
        .filter(KeyFilter.glob(GlobPart.text(glob)))
        .filter(KeyFilter.any().exceptPrefix(excluded))
        .to("replica-bucket")
        .build();
  }
}
