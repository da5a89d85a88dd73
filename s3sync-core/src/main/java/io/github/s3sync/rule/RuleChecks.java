package io.github.s3sync.rule;

import io.github.s3sync.destination.Destination;
import io.github.s3sync.event.EventKind;
import io.github.s3sync.key.KeyDecoder;
import io.github.s3sync.key.ObjectRef;
import io.github.s3sync.key.UndecodableKeyException;
import io.github.s3sync.option.TransferMode;
import io.github.s3sync.pattern.KeyMapper;
import io.github.s3sync.pattern.PrefixMapper;
import io.github.s3sync.pattern.Template;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Checks one rule by itself. */
final class RuleChecks {

  // Buckets created before 2018 may have upper case, underscores and up to 255 characters.
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
    unicode("name", rule.name());
    unicode("prefix", rule.prefix());
    bucket("source.bucket", rule.sourceBucket());
    account("source.owner", rule.sourceOwner());
    AccessChecks source = new AccessChecks(rule.name(), "source", rule.sourceAccess());
    source.check();
    if (rule.options().transfer() != TransferMode.STREAM) {
      source.requireDefaultAccess();
    }
    if (new ObjectRef("", rule.prefix()).keyBytes() > ObjectRef.MAX_KEY_BYTES) {
      throw wrong("prefix", "has over 1024 bytes, the maximum for a key");
    }
    if (!rule.filter().mayAcceptUnder(rule.prefix())) {
      throw wrong("filter", "accepts no key with the prefix '" + rule.prefix() + "'");
    }
    for (EventKind kind : rule.kinds()) {
      if (kind == EventKind.OTHER || kind == EventKind.UNKNOWN) {
        throw wrong(
            "events",
            "contains "
                + kind
                + ", expected CREATED, RESTORED or REMOVED: other events do not change content");
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
      throw wrong("destinations", "is empty, expected at least one");
    }
    Map<String, List<Destination>> seen = new HashMap<>();
    for (Destination destination : rule.destinations()) {
      if (!ARN.matcher(destination.bucket()).matches()) {
        bucket("destination.bucket", destination.bucket());
      }
      account("destination.owner", destination.expectedOwner());
      new AccessChecks(rule.name(), "destination", destination.access()).check();
      BucketKindChecks.check(rule, destination);
      if (destination.key() instanceof PrefixMapper mapping
          && !mapping.acceptsSomeKeyWith(rule.prefix())) {
        throw wrong(
            "destination.key",
            "removes the prefix '"
                + mapping.removed()
                + "', expected a prefix that keys with the prefix '"
                + rule.prefix()
                + "' have");
      }
      if (destination.key() instanceof Template template && template.isFolder()) {
        throw wrong(
            "destination.key",
            "is '"
                + template
                + "' for every object, expected a template with a placeholder such as {filename}");
      }
      List<Destination> alike =
          seen.computeIfAbsent(
              destination.bucket() + "/" + destination.key(), same -> new ArrayList<>());
      if (alike.stream().anyMatch(to -> to.access().mayShareBuckets(destination.access()))) {
        throw wrong(
            "destinations", "contains '" + destination.bucket() + "' twice with the same keys");
      }
      alike.add(destination);
    }
  }

  /** Checks that a text can be the text of a key, which has a UTF-8 form. */
  private void unicode(String field, String text) {
    try {
      KeyDecoder.verbatim().decode(text);
    } catch (UndecodableKeyException e) {
      throw wrong(field, String.valueOf(e.getMessage()).replaceFirst("^key ", ""));
    }
  }

  /** Checks that the rule can be two-way: a mapping that is not reversible cannot be. */
  private void twoWay() {
    if (!rule.options().overwrite()) {
      throw wrong(
          "options.overwrite",
          "is false, expected true together with twoWay: if nothing may be replaced, two sides do"
              + " not become equal");
    }
    for (Destination destination : rule.destinations()) {
      KeyMapper key = destination.key();
      if (DeleteChecks.mayCollide(key)
          || (key instanceof Template template && template.usesTime())) {
        throw wrong(
            "options.twoWay",
            "is true together with the key '"
                + key
                + "', which no rule can map back to each source's key, expected a mapping such as"
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
              + "', expected a bucket name: 3 to 63 lower-case letters, digits, dots and"
              + " hyphens");
    }
  }

  private void account(String field, @Nullable String id) {
    if (id != null && !ACCOUNT.matcher(id).matches()) {
      throw wrong(field, "is '" + id + "', expected a 12-digit account ID");
    }
  }

  private InvalidRuleException wrong(String field, String problem) {
    return new InvalidRuleException(rule.name(), field, problem);
  }
}
