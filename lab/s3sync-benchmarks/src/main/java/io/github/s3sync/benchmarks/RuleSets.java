package io.github.s3sync.benchmarks;

import io.github.s3sync.pattern.KeyMapper;
import io.github.s3sync.rule.CopyRule;
import io.github.s3sync.rule.CopyRules;
import java.util.stream.IntStream;

/** Provides sets of rules for one bucket, of which exactly one rule matches {@link #key}. */
enum RuleSets {
  /** Prefixes of two to ten segments and differing lengths. */
  DIFFERING,

  /** Prefixes of one length, which differ only in their digits. */
  SAME_LENGTH,

  /** Prefixes up to 250 folders deep, a different one for each rule; every depth occurs. */
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

  /** Returns a key that the last of the rules matches. */
  String key(int count) {
    return prefix(count - 1) + "2026/11/22/report-000123.json";
  }
}
