package io.github.s3sync;

import io.github.s3sync.rule.CopyRules;
import java.util.Objects;

/**
 * Rules together with a description of their origin.
 *
 * @param rules the rules
 * @param origin a description for logs, such as {@code s3://cfg/rules.json, eTag "9b2c", SHA-256
 *     1f40…}; it must change whenever the rules change
 * @since 0.1.0
 */
public record LoadedRules(CopyRules rules, String origin) {

  /** Checks that both components are present. */
  public LoadedRules {
    Objects.requireNonNull(rules, "rules");
    Objects.requireNonNull(origin, "origin");
  }
}
