package io.github.s3sync.check;

import io.github.s3sync.key.ObjectRef;
import io.github.s3sync.rule.CopyRule;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The keys that are tried.
 *
 * @param key of the source, as stored
 * @param exists whether such an object was found
 * @param replica the key that the rule makes of it
 */
record Sample(String key, boolean exists, String replica) {

  private static final String NAME = "s3sync-check";

  /** The first of the keys that the rule takes, or else one that is made up. */
  static Sample of(Route route, List<String> keys) {
    for (String key : keys) {
      Sample sample = mapped(route, key, true);
      if (sample != null) {
        return sample;
      }
    }
    CopyRule rule = route.rule();
    String subject = "s3://" + rule.sourceBucket();
    for (String key : List.of(rule.prefix() + NAME + rule.suffix(), rule.prefix() + NAME)) {
      Sample sample = mapped(route, key, false);
      if (sample != null) {
        route.add(
            Severity.OK,
            Check.KEY,
            subject,
            "no object that the rule takes was found, a made-up key is tried: "
                + new ObjectRef(rule.sourceBucket(), key));
        return sample;
      }
    }
    route.add(
        Severity.UNKNOWN,
        Check.KEY,
        subject,
        "no object that the rule takes was found, and no key can be made up that it takes and maps:"
            + " what is tried is tried with keys that are not the rule's; put an object");
    String prefix = route.destination().key().outputPrefix(rule.prefix());
    return new Sample(rule.prefix() + NAME, false, prefix + NAME);
  }

  private static @Nullable Sample mapped(Route route, String key, boolean exists) {
    if (!route.rule().filter().accepts(key)) {
      return null;
    }
    ObjectRef source = new ObjectRef(route.rule().sourceBucket(), key);
    try {
      return new Sample(key, exists, route.destination().key().map(source, route.event(key, null)));
    } catch (RuntimeException e) {
      // A mapping is anybody's code, and need not take every key.
      return null;
    }
  }
}
