package io.github.s3sync.rule;

import org.jspecify.annotations.Nullable;

/** A KMS key encrypts replicas in its own Region only. */
final class KeyRegions {

  private static final int ARN_REGION = 3;

  private KeyRegions() {}

  /** Refuses a rule whose key is of another Region than one of its destinations. */
  static void check(CopyRule rule) {
    Encryption encryption = rule.options().encryption();
    String region = encryption == null ? null : region(encryption.kmsKeyId());
    if (region == null) {
      return;
    }
    for (Destination destination : rule.destinations()) {
      String other = destination.region();
      if (other != null && !other.equals(region) && isAws(destination)) {
        throw new InvalidRuleException(
            rule.name(),
            "options.encryption.kmsKeyId",
            "is a key of "
                + region
                + ", and the destination '"
                + destination.bucket()
                + "' is in "
                + other
                + ", expected a key of the destination's Region: S3 uses no other. Destinations in"
                + " several Regions need a rule for each");
      }
    }
  }

  private static boolean isAws(Destination destination) {
    return destination.endpoint() == null || Destination.AWS.equals(destination.endpoint());
  }

  /** The Region of a key's ARN; null for a key id or an alias, which S3 finds in any Region. */
  private static @Nullable String region(@Nullable String kmsKeyId) {
    if (kmsKeyId == null || !kmsKeyId.startsWith("arn:")) {
      return null;
    }
    String[] parts = kmsKeyId.split(":", -1);
    return parts.length > ARN_REGION && !parts[ARN_REGION].isEmpty() ? parts[ARN_REGION] : null;
  }
}
