package io.github.s3sync.setup.policy;

import io.github.s3sync.destination.Access;
import io.github.s3sync.destination.AwsAddress;
import io.github.s3sync.destination.Destination;
import io.github.s3sync.option.Encryption;
import io.github.s3sync.option.TransferMode;
import io.github.s3sync.rule.CopyRule;
import java.util.Comparator;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import software.amazon.awssdk.arns.Arn;

/**
 * Assigns to each principal the actions that the rules need, with their buckets, keys and roles.
 */
final class RequiredActions {

  private final SyncPoliciesBuilder accounts;
  private final SortedSet<Grant> grants =
      new TreeSet<>(
          Comparator.comparing(Grant::principal)
              .thenComparing(Grant::purpose)
              .thenComparing(Grant::holder)
              .thenComparing(Grant::resource)
              .thenComparing(Grant::action));

  RequiredActions(SyncPoliciesBuilder accounts) {
    this.accounts = accounts;
  }

  /** Returns the grants of all rules, sorted. */
  SortedSet<Grant> of(List<CopyRule> rules) {
    rules.forEach(rule -> rule.destinations().forEach(to -> add(rule, to)));
    return grants;
  }

  /** Returns the grants of one destination, in the same order. */
  SortedSet<Grant> of(CopyRule rule, Destination destination) {
    add(rule, destination);
    return grants;
  }

  private void add(CopyRule rule, Destination destination) {
    boolean streams = rule.options().transfer() == TransferMode.STREAM;
    // A copy within S3 uses the access of the destination only; a stream reads with that of the
    // source.
    Access source = streams ? rule.sourceAccess() : destination.access();
    // Other stores have their own permissions.
    if (AwsAddress.isS3(source.endpoint())) {
      read(rule, source);
    }
    if (AwsAddress.isS3(destination.endpoint())) {
      write(rule, destination);
    }
  }

  private void read(CopyRule rule, Access access) {
    String who = accounts.principal(rule, access);
    String partition = partition(who);
    String bucket = rule.sourceBucket();
    assumes(rule, access);
    for (RequiredAction need : RequiredAction.of(rule)) {
      switch (need.purpose()) {
        case READ_SOURCES, FIND_SOURCES ->
            add(who, need, bucket, need.resource(partition, bucket, rule.prefix()));
        case WRITE_REPLICAS, FIND_REPLICAS, USE_KEYS, ASSUME_ROLES -> {}
      }
    }
    String key = accounts.keyOf(bucket);
    if (key != null) {
      key(who, key, "kms:Decrypt");
    }
  }

  private void write(CopyRule rule, Destination destination) {
    String who = accounts.principal(rule, destination.access());
    String partition = partition(who);
    String bucket = destination.bucket();
    assumes(rule, destination.access());
    String prefix = destination.key().outputPrefix(rule.prefix());
    for (RequiredAction need : RequiredAction.of(rule)) {
      switch (need.purpose()) {
        case WRITE_REPLICAS, FIND_REPLICAS ->
            add(who, need, bucket, need.resource(partition, bucket, prefix));
        case READ_SOURCES, FIND_SOURCES, USE_KEYS, ASSUME_ROLES -> {}
      }
    }
    Encryption encryption = rule.options().encryption();
    String key = encryption == null ? accounts.keyOf(bucket) : accounts.keyArn(rule, encryption);
    if (key != null) {
      key(who, key, "kms:GenerateDataKey");
      // CompleteMultipartUpload reads the checksums of the parts.
      key(who, key, "kms:Decrypt");
    }
  }

  private static String partition(String principal) {
    return Arn.fromString(principal).partition();
  }

  private void assumes(CopyRule rule, Access access) {
    if (access.role() != null) {
      String by = accounts.assuming(rule, access);
      String role = access.role().arn();
      grants.add(new Grant(by, Purpose.ASSUME_ROLES, role, role, "sts:AssumeRole"));
    }
  }

  private void add(String who, RequiredAction need, String bucket, String resource) {
    grants.add(new Grant(who, need.purpose(), bucket, resource, need.action()));
  }

  private void key(String who, String arn, String action) {
    grants.add(new Grant(who, Purpose.USE_KEYS, arn, arn, action));
  }
}
