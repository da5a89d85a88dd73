package io.github.s3sync.policy;

import io.github.s3sync.event.EventKind;
import io.github.s3sync.rule.Access;
import io.github.s3sync.rule.CopyOptions;
import io.github.s3sync.rule.CopyRule;
import io.github.s3sync.rule.Destination;
import io.github.s3sync.rule.Encryption;
import io.github.s3sync.rule.ObjectLock;
import io.github.s3sync.rule.TransferMode;
import java.util.Comparator;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.arns.Arn;

/**
 * What each feature of each rule needs, action by action.
 *
 * @see <a href=
 *     "https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazons3.html">Actions,
 *     resources and condition keys for Amazon S3</a>
 */
final class Needs {

  private final SyncPoliciesBuilder accounts;
  private final SortedSet<Grant> grants =
      new TreeSet<>(
          Comparator.comparing(Grant::principal)
              .thenComparing(Grant::topic)
              .thenComparing(Grant::holder)
              .thenComparing(Grant::resource)
              .thenComparing(Grant::action));

  Needs(SyncPoliciesBuilder accounts) {
    this.accounts = accounts;
  }

  /** What all of them need, in an order of its own. */
  SortedSet<Grant> of(List<CopyRule> rules) {
    rules.forEach(this::add);
    return grants;
  }

  private void add(CopyRule rule) {
    boolean streams = rule.options().transfer() == TransferMode.STREAM;
    for (Destination destination : rule.destinations()) {
      // A copy inside S3 is made by whoever writes; streams read as they are told.
      Access source = streams ? rule.sourceAccess() : destination.access();
      if (isAws(source)) {
        new Reading(rule, source).add();
      }
      if (isAws(destination.access())) {
        new Writing(rule, destination).add();
      }
    }
  }

  /** Other stores have permissions of their own. */
  private static boolean isAws(Access access) {
    return access.endpoint() == null || access.endpoint().equals(Destination.AWS);
  }

  private static String partition(String principal) {
    return Arn.fromString(principal).partition();
  }

  private void assumes(CopyRule rule, Access access) {
    if (access.role() != null) {
      String by = accounts.assuming(rule, access);
      String role = access.role().arn();
      grants.add(new Grant(by, Topic.ASSUME_ROLES, role, role, "sts:AssumeRole"));
    }
  }

  private void key(String who, String arn, String action) {
    grants.add(new Grant(who, Topic.USE_KEYS, arn, arn, action));
  }

  /** What it takes to read what a rule copies. */
  private final class Reading {

    private final CopyRule rule;
    private final Access access;
    private final String principal;
    private final String bucket;

    Reading(CopyRule rule, Access access) {
      this.rule = rule;
      this.access = access;
      this.principal = accounts.principal(rule, access);
      this.bucket = rule.sourceBucket();
    }

    void add() {
      assumes(rule, access);
      objects("s3:GetObject");
      // Without it a key that is gone is answered 403.
      grants.add(
          new Grant(
              principal,
              Topic.FIND_SOURCES,
              bucket,
              Arns.bucket(partition(principal), bucket),
              "s3:ListBucket"));
      if (rule.options().tags()) {
        objects("s3:GetObjectTagging");
      }
      String key = accounts.keyOf(bucket);
      if (key != null) {
        key(principal, key, "kms:Decrypt");
      }
    }

    private void objects(String action) {
      String resource = Arns.objects(partition(principal), bucket, rule.prefix());
      grants.add(new Grant(principal, Topic.READ_SOURCES, bucket, resource, action));
    }
  }

  /** What it takes to make one kind of replica. */
  private final class Writing {

    private final CopyRule rule;
    private final CopyOptions options;
    private final Destination destination;
    private final String principal;
    private final String bucket;

    Writing(CopyRule rule, Destination destination) {
      this.rule = rule;
      this.options = rule.options();
      this.destination = destination;
      this.principal = accounts.principal(rule, destination.access());
      this.bucket = destination.bucket();
    }

    void add() {
      assumes(rule, destination.access());
      objects("s3:PutObject");
      objects("s3:AbortMultipartUpload");
      // To look at what a slow copy has made.
      objects("s3:GetObject");
      if (options.tags()) {
        objects("s3:PutObjectTagging");
      }
      if (options.acl() != null) {
        objects("s3:PutObjectAcl");
      }
      goOnWithUploads();
      lock(options.objectLock());
      if (rule.kinds().contains(EventKind.REMOVED)) {
        objects("s3:DeleteObject");
        find("s3:ListBucket");
      }
      if (options.twoWay()) {
        find("s3:ListBucket");
        if (options.tags()) {
          objects("s3:GetObjectTagging");
        }
      }
      keys();
    }

    /** Where none is left open for it, every try begins anew. */
    private void goOnWithUploads() {
      if (options.overwrite() && options.objectLock() == null && !options.twoWay()) {
        find("s3:ListBucketMultipartUploads");
        objects("s3:ListMultipartUploadParts");
        if (options.tags()) {
          objects("s3:GetObjectTagging");
        }
      }
    }

    private void lock(@Nullable ObjectLock lock) {
      if (lock == null) {
        return;
      }
      if (lock.mode() != null) {
        objects("s3:PutObjectRetention");
      }
      if (lock.legalHold()) {
        objects("s3:PutObjectLegalHold");
      }
    }

    private void keys() {
      Encryption encryption = options.encryption();
      String key = encryption == null ? accounts.keyOf(bucket) : accounts.keyArn(rule, encryption);
      if (key != null) {
        key(principal, key, "kms:GenerateDataKey");
        // CompleteMultipartUpload reads the parts' checksums.
        key(principal, key, "kms:Decrypt");
      }
    }

    private void objects(String action) {
      String resource =
          Arns.objects(partition(principal), bucket, destination.key().outputPrefix(rule.prefix()));
      grants.add(new Grant(principal, Topic.WRITE_REPLICAS, bucket, resource, action));
    }

    private void find(String action) {
      String resource = Arns.bucket(partition(principal), bucket);
      grants.add(new Grant(principal, Topic.FIND_REPLICAS, bucket, resource, action));
    }
  }
}
