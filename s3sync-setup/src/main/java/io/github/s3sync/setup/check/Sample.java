package io.github.s3sync.setup.check;

import io.github.s3sync.key.ObjectRef;
import io.github.s3sync.rule.CopyRule;
import io.github.s3sync.rule.SourceObject;
import io.github.s3sync.setup.check.Attempt.Kind;
import java.util.List;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.S3Object;

/**
 * The keys that are tried.
 *
 * @param key of the source, as stored
 * @param exists whether such an object was found
 * @param replica the key that the rule makes of it
 */
record Sample(String key, boolean exists, String replica) {

  private static final String NAME = "s3sync-check";

  /**
   * The first of the keys that the rule takes, or else one that is made up.
   *
   * @param listing of the source; null if nobody could be asked for one
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
        // The finding about the bucket says why it was not listed.
        return sample;
      }
      if (sample != null) {
        route.add(
            answered ? Severity.OK : Severity.UNKNOWN,
            Check.KEY,
            subject,
            why(listing) + ", a made-up key is tried: " + new ObjectRef(rule.sourceBucket(), key));
        return sample;
      }
    }
    route.add(
        Severity.UNKNOWN,
        Check.KEY,
        subject,
        why(listing)
            + ", and no key can be made up that it takes and maps: what is tried is tried with keys"
            + " that are not the rule's; put an object");
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
      case DONE -> "no object that the rule takes was found";
      case REFUSED -> "the listing was refused";
      case GONE,
          UNMET,
          NO_BUCKET,
          WRONG_REGION,
          NO_ROLE,
          NO_CREDENTIALS,
          NOT_IMPLEMENTED,
          REJECTED,
          UNCLEAR ->
          "the listing was not answered";
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
      // A mapping is anybody's code, and need not take every key.
      return null;
    }
  }
}
