package io.github.s3sync.setup.policy;

import io.github.s3sync.event.EventKind;
import io.github.s3sync.rule.CopyOptions;
import io.github.s3sync.rule.CopyRule;
import io.github.s3sync.rule.ObjectLock;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * One action that a rule takes of objects or of a bucket, whoever makes its copies and whosever the
 * buckets are. Roles and keys, which depend on that, are not among them.
 *
 * @param topic what it is for, which tells the source from the destination
 * @param action such as {@code s3:GetObject}
 * @see <a href=
 *     "https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazons3.html">Actions,
 *     resources and condition keys for Amazon S3</a>
 * @since 0.1.0
 */
public record Need(Topic topic, String action) {

  private static final String RESTARTED = "multipart copies are restarted instead of resumed";

  /**
   * What each feature of a rule needs, each need once.
   *
   * @param rule the rule
   * @return of the source first, then of any of its destinations
   */
  public static List<Need> of(CopyRule rule) {
    Set<Need> needs = new LinkedHashSet<>();
    CopyOptions options = rule.options();
    needs.add(new Need(Topic.READ_SOURCES, "s3:GetObject"));
    // Without it a key that is gone is answered 403.
    needs.add(new Need(Topic.FIND_SOURCES, "s3:ListBucket"));
    if (options.tags()) {
      needs.add(new Need(Topic.READ_SOURCES, "s3:GetObjectTagging"));
    }
    replicas(needs, "s3:PutObject");
    replicas(needs, "s3:AbortMultipartUpload");
    // To look at what a slow copy has made.
    replicas(needs, "s3:GetObject");
    if (options.tags()) {
      replicas(needs, "s3:PutObjectTagging");
    }
    if (options.acl() != null) {
      replicas(needs, "s3:PutObjectAcl");
    }
    goOnWithUploads(needs, options);
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
   * Describes what a rule loses where this action is not allowed and copies are made all the same.
   *
   * @param rule the rule
   * @return the consequence, as a sentence without a full stop; empty if copies or deletes of the
   *     rule fail without the action
   */
  public Optional<String> consequence(CopyRule rule) {
    boolean looks = rule.options().twoWay() || rule.kinds().contains(EventKind.REMOVED);
    return switch (topic) {
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
   * What the action is needed on, as a policy writes it.
   *
   * @param partition such as {@code aws}, whose part of AWS the bucket is in; an ARN has its own
   * @param bucket the bucket's name, or an access point's ARN
   * @param prefix how the objects' keys begin, as stored
   * @return the ARN of all such objects, or of the bucket, whichever the action is about
   * @throws IllegalArgumentException if the topic is none of buckets
   */
  public String resource(String partition, String bucket, String prefix) {
    return switch (topic) {
      case READ_SOURCES, WRITE_REPLICAS -> Arns.objects(partition, bucket, prefix);
      case FIND_SOURCES, FIND_REPLICAS -> Arns.bucket(partition, bucket);
      case USE_KEYS, ASSUME_ROLES ->
          throw new IllegalArgumentException(
              "topic is " + topic + ", expected one of objects or buckets");
    };
  }

  /** Where none is left open for it, every try begins anew. */
  private static void goOnWithUploads(Collection<Need> needs, CopyOptions options) {
    if (options.overwrite() && options.objectLock() == null && !options.twoWay()) {
      find(needs, "s3:ListBucketMultipartUploads");
      replicas(needs, "s3:ListMultipartUploadParts");
      if (options.tags()) {
        replicas(needs, "s3:GetObjectTagging");
      }
    }
  }

  private static void lock(Collection<Need> needs, CopyOptions options) {
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

  private static void replicas(Collection<Need> needs, String action) {
    needs.add(new Need(Topic.WRITE_REPLICAS, action));
  }

  private static void find(Collection<Need> needs, String action) {
    needs.add(new Need(Topic.FIND_REPLICAS, action));
  }
}
