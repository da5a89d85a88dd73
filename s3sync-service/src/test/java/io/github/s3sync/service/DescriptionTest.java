package io.github.s3sync.service;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.s3sync.config.Variables;
import io.github.s3sync.pattern.KeyMapper;
import io.github.s3sync.rule.CopyRule;
import io.github.s3sync.rule.CopyRules;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DescriptionTest {

  private static final Variables VARIABLES =
      new Variables(
          Map.of("S3SYNC_QUEUE_URL", "https://sqs.us-east-1.amazonaws.com/111111111111/q"));

  @Test
  void of_rules_showsEachDestinationWithItsMapping() {
    CopyRules rules =
        CopyRules.of(
            CopyRule.named("two")
                .from("src")
                .prefix("in/")
                .to("dst", "bdp/{filename}")
                .to("other", KeyMapper.under("copy/"))
                .build());

    assertThat(Description.of(VARIABLES, rules, null))
        .endsWith("two (s3://src/in/ to s3://dst/bdp/{filename}, s3://other/copy/{key})");
  }

  @Test
  void of_longMapping_isCut() {
    CopyRules rules =
        CopyRules.of(
            CopyRule.named("long").from("src").to("dst", "x".repeat(4000) + "{key}").build());

    assertThat(Description.of(VARIABLES, rules, null)).hasSizeLessThan(500).contains("xxx…");
  }
}
