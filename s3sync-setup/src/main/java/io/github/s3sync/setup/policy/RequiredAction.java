package io.github.s3sync.setup.policy;

import io.github.s3sync.event.EventKind;
import io.github.s3sync.option.CopyOptions;
import io.github.s3sync.option.ObjectLock;
import io.github.s3sync.rule.CopyRule;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Describes one action that a rule needs on objects or on a bucket, independent of the principal
 * and of the accounts. Roles and keys, which depend on these, are not included.
 *
 * @param purpose what the action is needed for, which distinguishes source and destination
 * @param action such as {@code s3:GetObject}
 * @see <a href=
 *     "https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazons3.html">Actions,
 *     resources and condition keys for Amazon S3</a>
 * @since 0.1.0
 */
public record RequiredAction(Purpose purpose, String action) {

  private static final String RESTARTED = "multipart copies are restarted instead of resumed";

  /**
   * Returns the actions that the features of a rule need, without duplicates.
   *
   * @param rule the rule
   * @return the actions on the source first, then those on each of its destinations
   */
  public static List<RequiredAction> of(CopyRule rule) {
    Set<RequiredAction> needs = new LinkedHashSet<>();
    CopyOptions options = rule.options();
    needs.add(new RequiredAction(Purpose.READ_SOURCES, "s3:GetObject"));
    // Without this permission S3 answers 403 for a missing key.
    needs.add(new RequiredAction(Purpose.FIND_SOURCES, "s3:ListBucket"));
    if (options.tags()) {
      needs.add(new RequiredAction(Purpose.READ_SOURCES, "s3:GetObjectTagging"));
    }
    replicas(needs, "s3:PutObject");
    replicas(needs, "s3:AbortMultipartUpload");
    // The re-check after a slow copy reads the replica.
    replicas(needs, "s3:GetObject");
    if (options.tags()) {
      replicas(needs, "s3:PutObjectTagging");
    }
    if (options.acl() != null) {
      replicas(needs, "s3:PutObjectAcl");
    }
    resumption(needs, options);
    lock(needs, options);
    if (rule.kinds().contains(EventKind.REMOVED)) {
      replicas(needs, "s3:DeleteObject");
      find(needs, "s3:ListBucket");
      if (options.tags()) {
        replicas(needs, "s3:GetObjectTagging");
      }
    }
    if (options.twoWay()) {
      find(needs, "s3:ListBucket");
      if (options.tags()) {
        replicas(needs, "s3:GetObjectTagging");
      }
    }
    return List.copyOf(needs);
  }

  /**
   * Describes what a rule loses where this action is not allowed and copies are still made.
   *
   * @param rule the rule
   * @return the consequence, as a sentence without a full stop; empty if copies or deletes of the
   *     rule fail without the action
   */
  public Optional<String> consequence(CopyRule rule) {
    boolean looks = rule.options().twoWay() || rule.kinds().contains(EventKind.REMOVED);
    return switch (purpose) {
      case WRITE_REPLICAS ->
          switch (action) {
            case "s3:ListMultipartUploadParts" -> Optional.of(RESTARTED);
            case "s3:GetObject", "s3:GetObjectTagging" ->
                Optional.of("replicas are not compared with their sources, and " + RESTARTED)
                    .filter(lost -> !looks);
            default -> Optional.empty();
          };
      case FIND_REPLICAS ->
          Optional.of(RESTARTED).filter(lost -> action.equals("s3:ListBucketMultipartUploads"));
      case READ_SOURCES, FIND_SOURCES, USE_KEYS, ASSUME_ROLES -> Optional.empty();
    };
  }

  /**
   * Returns the resource of the action in the form of a policy.
   *
   * @param partition the AWS partition of the bucket, such as {@code aws}; an ARN contains its own
   * @param bucket the bucket's name, or an access point's ARN
   * @param prefix the prefix of the objects' keys, as stored
   * @return the ARN of all such objects, or of the bucket, whichever the action applies to
   * @throws IllegalArgumentException if the purpose concerns neither objects nor buckets
   */
  public String resource(String partition, String bucket, String prefix) {
    return switch (purpose) {
      case READ_SOURCES, WRITE_REPLICAS -> Arns.objects(partition, bucket, prefix);
      case FIND_SOURCES, FIND_REPLICAS -> Arns.bucket(partition, bucket);
      case USE_KEYS, ASSUME_ROLES ->
          throw new IllegalArgumentException(
              "purpose is " + purpose + ", expected a purpose of objects or buckets");
    };
  }

  /**
   * Adds the actions for resuming uploads. Without an open upload to resume, every attempt
   * restarts.
   */
  private static void resumption(Collection<RequiredAction> needs, CopyOptions options) {
    if (options.overwrite() && options.objectLock() == null && !options.twoWay()) {
      find(needs, "s3:ListBucketMultipartUploads");
      replicas(needs, "s3:ListMultipartUploadParts");
      if (options.tags()) {
        replicas(needs, "s3:GetObjectTagging");
      }
    }
  }

  private static void lock(Collection<RequiredAction> needs, CopyOptions options) {
    ObjectLock lock = options.objectLock();
    if (lock == null) {
      return;
    }
    if (lock.mode() != null) {
      replicas(needs, "s3:PutObjectRetention");
    }
    if (lock.legalHold()) {
      replicas(needs, "s3:PutObjectLegalHold");
    }
  }

  private static void replicas(Collection<RequiredAction> needs, String action) {
    needs.add(new RequiredAction(Purpose.WRITE_REPLICAS, action));
  }

  private static void find(Collection<RequiredAction> needs, String action) {
    needs.add(new RequiredAction(Purpose.FIND_REPLICAS, action));
  }
}
