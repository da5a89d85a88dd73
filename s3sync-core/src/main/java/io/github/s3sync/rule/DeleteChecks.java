package io.github.s3sync.rule;

import io.github.s3sync.destination.Destination;
import io.github.s3sync.event.EventKind;
import io.github.s3sync.pattern.KeyMapper;
import io.github.s3sync.pattern.Template;

/**
 * Checks that a rule may delete: the key of a source alone must identify its replica, and no other
 * source may share that replica.
 */
final class DeleteChecks {

  private DeleteChecks() {}

  static void check(CopyRule rule) {
    if (!rule.kinds().contains(EventKind.CREATED)) {
      throw new InvalidRuleException(
          rule.name(),
          "events",
          "contains REMOVED without CREATED, expected both: a source that reappears during a delete"
              + " must be copied");
    }
    if (!rule.options().overwrite()) {
      throw new InvalidRuleException(
          rule.name(),
          "options.overwrite",
          "is false, expected true together with the event REMOVED: a replica that may not be"
              + " replaced may not be deleted either");
    }
    for (Destination destination : rule.destinations()) {
      check(rule, destination.key());
    }
  }

  private static void check(CopyRule rule, KeyMapper key) {
    if (key instanceof Template template && template.usesTime()) {
      throw new InvalidRuleException(
          rule.name(),
          "destination.key",
          "is '"
              + key
              + "', expected a mapping without {date} together with the event REMOVED: a delete has"
              + " a different time than the copy, and so a different key");
    }
    if (mayCollide(key)) {
      throw new InvalidRuleException(
          rule.name(),
          "destination.key",
          "is '"
              + key
              + "', expected a one-to-one mapping together with the event REMOVED, because deleting"
              + " one source would otherwise delete the replica of another: same, under,"
              + " replacePrefix, or a template with {key}, {path}{filename} or"
              + " {path}{basename}{extension}; if another mapping is one-to-one, declare it with"
              + " KeyMapper.oneToOne");
    }
  }

  /** Tells whether two keys may share a replica. */
  static boolean mayCollide(KeyMapper key) {
    return key instanceof Template template ? !template.isOneToOne() : key.mayCollide();
  }
}
