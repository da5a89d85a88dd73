package io.github.s3sync.benchmarks;

import io.github.s3sync.rule.CopyRule;
import io.github.s3sync.rule.CopyRules;
import io.github.s3sync.rule.KeyMapper;
import java.util.stream.IntStream;

/** Sets of rules for one bucket, of which exactly one takes {@link #key}. */
enum RuleSets {
  /** Prefixes of two to ten segments and differing lengths. */
  DIFFERING,

  /** Prefixes of one length, which only their digits tell apart. */
  SAME_LENGTH,

  /** Prefixes up to 250 folders deep, each a rule's own; every depth occurs. */
  NESTED;

  private String prefix(int rule) {
    return switch (this) {
      case DIFFERING -> "t" + rule + "/" + "y/".repeat(rule % 9) + "in/";
      case SAME_LENGTH -> "tenant-%06d/in/".formatted(rule);
      case NESTED -> "d/".repeat(rule % 250) + rule + "/";
    };
  }

  CopyRules of(int count) {
    return CopyRules.of(
        IntStream.range(0, count)
            .mapToObj(
                i ->
                    CopyRule.named("rule-" + i)
                        .from("src")
                        .prefix(prefix(i))
                        .to("dst", KeyMapper.under("copy/"))
                        .build())
            .toList());
  }

  /** A key that the last of the rules takes. */
  String key(int count) {
    return prefix(count - 1) + "2026/11/22/report-000123.json";
  }
}
