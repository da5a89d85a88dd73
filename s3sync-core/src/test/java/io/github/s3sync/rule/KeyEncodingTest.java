package io.github.s3sync.rule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.s3sync.event.KeyEncoding;
import io.github.s3sync.key.KeyDecoder;
import org.junit.jupiter.api.Test;

class KeyEncodingTest {

  private static CopyRuleBuilder rule(String name) {
    return CopyRule.named(name).from("src").prefix(name + "/").to("dst-" + name);
  }

  @Test
  void keyEncoding_ofABucket_isThatOfItsRules() {
    CopyRules rules =
        CopyRules.of(
            rule("a").keyEncoding(KeyEncoding.PERCENT).build(),
            rule("b").keyEncoding(KeyEncoding.PERCENT).build(),
            CopyRule.named("c").from("other").to("dst-c").build());

    assertThat(rules.keyDecoder("src")).isEqualTo(KeyDecoder.of(KeyEncoding.PERCENT));
    assertThat(rules.keyDecoder("other")).isNull();
    assertThat(rules.keyDecoder("unknown")).isNull();
  }

  @Test
  void of_rulesOfOneBucketThatDiffer_areRefused() {
    CopyRule form = rule("a").keyEncoding(KeyEncoding.FORM).build();

    assertThatThrownBy(() -> CopyRules.of(form, rule("b").build()))
        .isInstanceOf(InvalidRuleException.class)
        .hasMessageContaining("'b'")
        .hasMessageContaining("keyEncoding differs from that of rule 'a'");
    assertThatThrownBy(() -> CopyRules.of(rule("b").build(), form))
        .isInstanceOf(InvalidRuleException.class)
        .hasMessageContaining("'a'");
  }

  @Test
  void keyDecoder_rulesOfOneBucket_mustUseAnEqualOne() {
    KeyDecoder custom = rawKey -> rawKey + ".decoded";
    CopyRule first = rule("a").keyDecoder(custom).build();

    assertThat(CopyRules.of(first, rule("b").keyDecoder(custom).build()).keyDecoder("src"))
        .isSameAs(custom);
    assertThatThrownBy(
            () -> CopyRules.of(first, rule("b").keyDecoder(rawKey -> rawKey + ".other").build()))
        .isInstanceOf(InvalidRuleException.class)
        .hasMessageContaining("keyEncoding differs from that of rule 'a'");
    assertThat(rule("a").keyEncoding(KeyEncoding.FORM).build())
        .isEqualTo(rule("a").keyDecoder(KeyDecoder.formUrlEncoded()).build());
  }
}
