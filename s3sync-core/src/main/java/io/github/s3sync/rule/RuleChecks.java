package io.github.s3sync.rule;

import io.github.s3sync.event.EventKind;
import io.github.s3sync.key.ObjectRef;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What can be wrong with one rule by itself. */
final class RuleChecks {

  // Buckets made before 2018 may have upper case, underscores and up to 255 characters.
  private static final Pattern BUCKET =
      Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{1,253}[A-Za-z0-9]");
  private static final Pattern ARN =
      Pattern.compile("arn:[a-z-]+:s3[a-z-]*:[a-z0-9-]*:[0-9]*:accesspoint[:/].+");
  private static final Pattern IP = Pattern.compile("[0-9]+(\\.[0-9]+){3}");
  private static final Pattern ACCOUNT = Pattern.compile("[0-9]{12}");

  private final CopyRule rule;

  private RuleChecks(CopyRule rule) {
    this.rule = rule;
  }

  static void check(CopyRule rule) {
    new RuleChecks(rule).run();
  }

  private void run() {
    if (rule.name().isBlank()) {
      throw wrong("name", "is empty, expected a name");
    }
    bucket("source.bucket", rule.sourceBucket());
    account("source.owner", rule.sourceOwner());
    AccessChecks source = new AccessChecks(rule.name(), "source", rule.sourceAccess());
    source.check();
    if (rule.options().transfer() != TransferMode.STREAM) {
      source.refuseAny();
    }
    if (new ObjectRef("", rule.prefix()).keyBytes() > ObjectRef.MAX_KEY_BYTES) {
      throw wrong("prefix", "has over 1024 bytes, the most that a key has");
    }
    if (!rule.filter().mayAcceptUnder(rule.prefix())) {
      throw wrong("filter", "takes no key that begins with the prefix '" + rule.prefix() + "'");
    }
    for (EventKind kind : rule.kinds()) {
      if (kind == EventKind.OTHER || kind == EventKind.UNKNOWN) {
        throw wrong(
            "events",
            "has " + kind + ", expected CREATED, RESTORED or REMOVED: others change no content");
      }
    }
    destinations();
    if (rule.kinds().contains(EventKind.REMOVED)) {
      DeleteChecks.check(rule);
    }
    if (rule.options().twoWay()) {
      twoWay();
    }
  }

  private void destinations() {
    if (rule.destinations().isEmpty()) {
      throw wrong("destinations", "is empty, expected one at least");
    }
    Map<String, List<Destination>> seen = new HashMap<>();
    for (Destination destination : rule.destinations()) {
      if (!ARN.matcher(destination.bucket()).matches()) {
        bucket("destination.bucket", destination.bucket());
      }
      account("destination.owner", destination.expectedOwner());
      new AccessChecks(rule.name(), "destination", destination.access()).check();
      BucketKindChecks.check(rule, destination);
      if (destination.key() instanceof Prefixed mapping && !mapping.mayTake(rule.prefix())) {
        throw wrong(
            "destination.key",
            "takes off '"
                + mapping.removed()
                + "', expected how keys of the prefix '"
                + rule.prefix()
                + "' begin");
      }
      if (destination.key() instanceof Template template && template.isFolder()) {
        throw wrong(
            "destination.key",
            "is '" + template + "' for every object, expected a placeholder such as {filename}");
      }
      List<Destination> alike =
          seen.computeIfAbsent(
              destination.bucket() + "/" + destination.key(), same -> new ArrayList<>());
      if (alike.stream().anyMatch(to -> to.access().mayShareBuckets(destination.access()))) {
        throw wrong("destinations", "has '" + destination.bucket() + "' twice with the same keys");
      }
      alike.add(destination);
    }
  }

  /** What two keys are put under, or one at two times, nobody can put back. */
  private void twoWay() {
    if (!rule.options().overwrite()) {
      throw wrong(
          "options.overwrite",
          "is false, expected true beside twoWay: where nothing is replaced, two sides do not"
              + " become equal");
    }
    for (Destination destination : rule.destinations()) {
      KeyMapper key = destination.key();
      if (DeleteChecks.mayMeet(key) || (key instanceof Template template && template.usesTime())) {
        throw wrong(
            "options.twoWay",
            "is true beside the key '"
                + key
                + "', from which no rule can give each source's key back, expected one such as"
                + " same, under or replacePrefix");
      }
    }
  }

  private void bucket(String field, String name) {
    if (!BUCKET.matcher(name).matches() || IP.matcher(name).matches() || name.contains("..")) {
      throw wrong(
          field,
          "is '"
              + name
              + "', expected a bucket's name: 3 to 63 lower-case letters, digits, dots and"
              + " hyphens");
    }
  }

  private void account(String field, @Nullable String id) {
    if (id != null && !ACCOUNT.matcher(id).matches()) {
      throw wrong(field, "is '" + id + "', expected the 12 digits of an account");
    }
  }

  private InvalidRuleException wrong(String field, String problem) {
    return new InvalidRuleException(rule.name(), field, problem);
  }
}
