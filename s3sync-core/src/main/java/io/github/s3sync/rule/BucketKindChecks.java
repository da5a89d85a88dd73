package io.github.s3sync.rule;

import io.github.s3sync.destination.AwsAddress;
import io.github.s3sync.destination.Destination;
import io.github.s3sync.option.CopyOptions;
import io.github.s3sync.option.Encryption;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Rejects settings that certain kinds of buckets never support: Multi-Region Access Points,
 * directory buckets of S3 Express, and KMS keys of another Region.
 *
 * @see <a href=
 *     "https://docs.aws.amazon.com/AmazonS3/latest/userguide/directory-buckets-overview.html">
 *     Directory buckets</a>
 */
final class BucketKindChecks {

  private static final Pattern ARN = Pattern.compile("arn:[^:]*:[^:]*:([^:]*):[^:]*:(.*)");
  private static final String DIRECTORY = "--x-s3";
  private static final String EXPRESS = "EXPRESS_ONEZONE";

  private final CopyRule rule;
  private final Destination destination;

  private BucketKindChecks(CopyRule rule, Destination destination) {
    this.rule = rule;
    this.destination = destination;
  }

  static void check(CopyRule rule, Destination destination) {
    if (!AwsAddress.isS3(destination.endpoint())) {
      return;
    }
    BucketKindChecks checks = new BucketKindChecks(rule, destination);
    checks.accessPoint();
    if (destination.bucket().endsWith(DIRECTORY)) {
      checks.directoryBucket();
    }
    checks.kmsKey();
  }

  private void accessPoint() {
    if (destination.bucket().endsWith(".mrap")) {
      throw wrong(
          "destination.bucket",
          "is the Multi-Region Access Point '"
              + destination.bucket()
              + "', expected one of its buckets: requests to it need SigV4A, which s3sync does not"
              + " support");
    }
  }

  private void directoryBucket() {
    CopyOptions options = rule.options();
    if (options.acl() != null) {
      throw wrong("options.acl", "is '" + options.acl() + "', expected 'none'" + reason());
    }
    if (options.tags()) {
      throw wrong("options.tags", "is true, expected false" + reason());
    }
    if (options.objectLock() != null) {
      throw wrong("options.objectLock", "is set, expected none" + reason());
    }
    if (options.keepWebsiteRedirect()) {
      throw wrong("options.keepWebsiteRedirect", "is true, expected false" + reason());
    }
    String storageClass = options.storageClass();
    if (options.keepStorageClass() || (storageClass != null && !storageClass.equals(EXPRESS))) {
      throw wrong("options.storageClass", "is not " + EXPRESS + reason());
    }
  }

  private String reason() {
    return ": the directory bucket '"
        + destination.bucket()
        + "' of S3 Express supports nothing else";
  }

  /**
   * Compares the Regions of key and bucket. If neither the rule nor an ARN names the bucket's
   * Region, it is unknown and the key passes.
   */
  private void kmsKey() {
    Encryption encryption = rule.options().encryption();
    String key = encryption == null ? null : regionOf(encryption.kmsKeyId());
    String bucket = regionOf(destination.bucket());
    String region = bucket == null ? destination.region() : bucket;
    if (key != null && region != null && !key.equals(region)) {
      throw wrong(
          "options.encryption.kmsKeyId",
          "is a key in '"
              + key
              + "', expected one in '"
              + region
              + "', the Region of '"
              + destination.bucket()
              + "'; use a separate rule for each Region");
    }
  }

  private static @Nullable String regionOf(@Nullable String arn) {
    Matcher matcher = ARN.matcher(arn == null ? "" : arn);
    return matcher.matches() && !matcher.group(1).isEmpty() ? matcher.group(1) : null;
  }

  private InvalidRuleException wrong(String field, String problem) {
    return new InvalidRuleException(rule.name(), field, problem);
  }
}
