package io.github.s3sync.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.s3sync.config.InvalidConfigException;
import io.github.s3sync.config.RulesReader;
import io.github.s3sync.rule.CopyRules;

/** Checks that any text yields rules, or the documented exception with a printable message. */
final class RulesReaderTarget {

  private RulesReaderTarget() {}

  static void check(String json) {
    CopyRules rules;
    try {
      rules = new RulesReader().read(json);
    } catch (InvalidConfigException e) {
      Message.check(e.getMessage());
      Message.check(e.where());
      return;
    }
    assertThat(rules.rules()).isNotEmpty();
    rules.warnings().forEach(warning -> assertThat(warning).isNotBlank());
    rules.candidates("src", "prefix/a.txt");
  }
}
