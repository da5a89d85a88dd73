package io.github.s3sync.cli.redrive;

import java.util.Set;

/**
 * Selects the messages that are put back. A message that s3sync cannot read is selected only if its
 * reason is named, because its consumer would give it up again.
 *
 * @param reasons one of the message's reasons must be among these; empty for any reason
 * @param rules one of the message's rules must be among these; empty for any rule
 * @param prefix the key of one of the message's objects must begin with this
 */
public record Selection(Set<String> reasons, Set<String> rules, String prefix) {

  /** Copies the sets. */
  public Selection {
    reasons = Set.copyOf(reasons);
    rules = Set.copyOf(rules);
  }

  boolean includes(DeadLetter letter) {
    boolean ofReason =
        reasons.isEmpty()
            ? letter.isReadable()
            : letter.reasons().stream().anyMatch(reasons::contains);
    return ofReason
        && (rules.isEmpty() || letter.rules().stream().anyMatch(rules::contains))
        && (prefix.isEmpty()
            || letter.objects().stream().anyMatch(object -> object.key().startsWith(prefix)));
  }
}
