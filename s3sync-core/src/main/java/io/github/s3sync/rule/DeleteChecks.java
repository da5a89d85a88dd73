package io.github.s3sync.rule;

import io.github.s3sync.event.EventKind;

/**
 * What a rule must be like to delete: from a source's key alone it is known which replica is its
 * own, and no other source's.
 */
final class DeleteChecks {

  private DeleteChecks() {}

  static void check(CopyRule rule) {
    if (!rule.kinds().contains(EventKind.CREATED)) {
      throw new InvalidRuleException(
          rule.name(),
          "events",
          "has REMOVED without CREATED, expected both: a source that is back is copied again");
    }
    if (!rule.options().overwrite()) {
      throw new InvalidRuleException(
          rule.name(),
          "options.overwrite",
          "is false, expected true beside the event REMOVED: what may not be replaced may not be"
              + " deleted either");
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
              + "', expected none with {date} beside the event REMOVED: a delete has another time"
              + " than the copy had, and so another key");
    }
    if (mayMeet(key)) {
      throw new InvalidRuleException(
          rule.name(),
          "destination.key",
          "is '"
              + key
              + "', expected beside the event REMOVED one under which no two keys meet, because the"
              + " end of the one would delete the replica of the other: same, under, replacePrefix,"
              + " or a template with {key}, {path}{filename} or {path}{basename}{extension}; the"
              + " author of another one can vouch for it with KeyMapper.oneToOne");
    }
  }

  /** Whether it is not certain that no two keys have one replica. */
  static boolean mayMeet(KeyMapper key) {
    return key instanceof Template template ? !template.isOneToOne() : key.mayCollide();
  }
}
