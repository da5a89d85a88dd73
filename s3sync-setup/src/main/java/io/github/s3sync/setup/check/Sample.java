package io.github.s3sync.setup.check;

import io.github.s3sync.key.ObjectRef;
import io.github.s3sync.pattern.SourceObject;
import io.github.s3sync.rule.CopyRule;
import io.github.s3sync.setup.check.Attempt.Kind;
import io.github.s3sync.setup.finding.Check;
import io.github.s3sync.setup.finding.Severity;
import java.util.List;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.S3Object;

/**
 * Holds the keys that the checks use.
 *
 * @param key the key of the source, as stored
 * @param exists whether such an object was found
 * @param replica the key that the rule maps it to
 */
record Sample(String key, boolean exists, String replica) {

  private static final String NAME = "s3sync-check";

  /**
   * Returns the first listed key that the rule matches, otherwise a made-up key.
   *
   * @param listing the objects of the source; null if no client could be found
   */
  static Sample of(Route route, @Nullable Attempt<ListObjectsV2Response> listing) {
    for (String key : keys(listing)) {
      Sample sample = mapped(route, key, true);
      if (sample != null) {
        return sample;
      }
    }
    CopyRule rule = route.rule();
    String subject = "s3://" + rule.sourceBucket();
    boolean answered = listing != null && listing.is(Kind.DONE);
    for (String key : List.of(rule.prefix() + NAME + rule.suffix(), rule.prefix() + NAME)) {
      Sample sample = mapped(route, key, false);
      if (sample != null && listing == null) {
        // The finding about the bucket explains why it was not listed.
        return sample;
      }
      if (sample != null) {
        route.add(
            answered ? Severity.OK : Severity.UNKNOWN,
            Check.KEY,
            subject,
            why(listing)
                + "; the check uses a made-up key: "
                + new ObjectRef(rule.sourceBucket(), key));
        return sample;
      }
    }
    route.add(
        Severity.UNKNOWN,
        Check.KEY,
        subject,
        why(listing)
            + ", and no key can be made up that the rule matches and maps; the check uses keys that"
            + " the rule does not match; put an object");
    String prefix = route.destination().key().outputPrefix(rule.prefix());
    return new Sample(rule.prefix() + NAME, false, prefix + NAME);
  }

  private static List<String> keys(@Nullable Attempt<ListObjectsV2Response> listing) {
    return listing == null || listing.value() == null
        ? List.of()
        : listing.value().contents().stream().map(S3Object::key).toList();
  }

  private static String why(@Nullable Attempt<?> listing) {
    if (listing == null) {
      return "the source was not listed";
    }
    return switch (listing.kind()) {
      case DONE -> "no object that the rule matches was found";
      case REFUSED -> "the listing was refused";
      case GONE,
          CONDITION_NOT_MET,
          NO_BUCKET,
          WRONG_REGION,
          NO_ROLE,
          NO_CREDENTIALS,
          NOT_IMPLEMENTED,
          REJECTED,
          INCONCLUSIVE ->
          "the listing failed";
    };
  }

  private static @Nullable Sample mapped(Route route, String key, boolean exists) {
    SourceObject source =
        SourceObject.of(new ObjectRef(route.rule().sourceBucket(), key), route.event(key, null));
    if (!route.rule().filter().accepts(source)) {
      return null;
    }
    try {
      return new Sample(key, exists, route.destination().key().map(source));
    } catch (RuntimeException e) {
      // A mapping can be custom code and may reject some keys.
      return null;
    }
  }
}
