package io.github.s3sync.copy;

import io.github.s3sync.plan.CopyPlan;
import io.github.s3sync.rule.CopyOptions;
import io.github.s3sync.rule.Encryption;
import io.github.s3sync.rule.ObjectLock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.model.ChecksumAlgorithm;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.ObjectLockLegalHoldStatus;
import software.amazon.awssdk.services.s3.model.StorageClass;
import software.amazon.awssdk.services.s3.model.Tag;

/**
 * Compares a replica with its source: content, the properties that every replica has, and what the
 * rule keeps or sets, as far as HEAD and the tags show it. Where something cannot be compared, the
 * replica counts as different. An ACL is not compared, because HEAD does not show it.
 *
 * <p>Of a two-way rule, only properties that come from the source are compared: the other side was
 * written by somebody whose choice of encryption, class or lock is as good.
 */
final class ReplicaComparison {

  /** The largest difference of clocks with which S3 accepts a signature. */
  private static final Duration CLOCK_SKEW = Duration.ofMinutes(15);

  private final CopyOptions options;
  private final S3Calls calls;
  private final ReplicaCalls atReplica;
  private final ReplicaProperties properties;

  ReplicaComparison(
      CopyPlan plan, S3Calls calls, ReplicaCalls atReplica, ReplicaProperties properties) {
    this.properties = properties;
    this.options = plan.rule().options();
    this.calls = calls;
    this.atReplica = atReplica;
  }

  /** Returns whether nothing that a copy would write differs from what is there. */
  boolean isEqual(Source source, HeadObjectResponse replica) {
    return isEqual(source, replica, false);
  }

  /**
   * Returns the same.
   *
   * @param sameContent whether the content is known to be equal, so that nothing has to tell
   */
  boolean isEqual(Source source, HeadObjectResponse replica, boolean sameContent) {
    HeadObjectResponse head = source.head();
    return head != null
        && (sameContent || source.hasContentOf(replica))
        && source.hasPropertiesOf(replica, calls.headers())
        && !ReplicaProperties.hidesMetadata(head)
        && !ReplicaProperties.hidesMetadata(replica)
        && isStoredAlike(head, replica)
        && (options.twoWay() || hasWhatTheRuleSets(head, replica))
        && (options.tags() ? haveEqualTags(head, replica) : mayHaveItsTags(replica));
  }

  /**
   * Returns what a copy would change, and what cannot be told, where {@link #isEqual} only says
   * whether there is anything.
   *
   * @param readTags whether tags that HEAD only counts are read
   */
  ReplicaDifferences differences(Source source, HeadObjectResponse replica, boolean readTags) {
    HeadObjectResponse head = Objects.requireNonNull(source.head(), "head");
    ReplicaDifferences.Builder found = new ReplicaDifferences.Builder();
    found.add(
        ReplicaAspect.CONTENT, source.hasContentOf(replica), !SameContent.isUnknown(head, replica));
    boolean shown =
        !ReplicaProperties.hidesMetadata(head) && !ReplicaProperties.hidesMetadata(replica);
    Description wanted = Description.of(head, calls.headers()::comparable);
    Description there = Description.of(replica, calls.headers()::comparable);
    found.add(ReplicaAspect.HEADERS, wanted.headers().equals(there.headers()), true);
    found.add(ReplicaAspect.METADATA, shown && wanted.metadata().equals(there.metadata()), shown);
    found.add(ReplicaAspect.WEBSITE_REDIRECT, redirectsAlike(head, replica), true);
    String wantedClass = wantedStorageClass(head);
    found.add(
        ReplicaAspect.STORAGE_CLASS,
        wantedClass == null || wantedClass.equals(storageClass(replica.storageClassAsString())),
        true);
    if (!options.twoWay()) {
      ChecksumAlgorithm checksum = properties.checksum(head);
      found.add(
          ReplicaAspect.CHECKSUM,
          checksum == null || Checksums.value(replica, checksum) != null,
          true);
      Encryption encryption = options.encryption();
      found.add(
          ReplicaAspect.ENCRYPTION,
          isEncryptedAsWanted(encryption, replica),
          encryption == null || showsKeyOf(encryption, replica));
      found.add(ReplicaAspect.OBJECT_LOCK, isLockedAsWanted(replica), true);
    }
    addTags(found, head, replica, readTags);
    return found.build();
  }

  private void addTags(
      ReplicaDifferences.Builder found,
      HeadObjectResponse head,
      HeadObjectResponse replica,
      boolean readTags) {
    if (!options.tags()) {
      boolean counted = replica.tagCount() != null && replica.tagCount() > 0;
      boolean none = readTags ? mayHaveItsTags(replica) : options.twoWay() || !counted;
      found.add(ReplicaAspect.TAGS, none, true);
    } else if (readTags) {
      found.add(ReplicaAspect.TAGS, readEqualTags(head, replica), true);
    } else {
      // Only those who may read tags are shown the count.
      boolean counted = head.tagCount() != null && replica.tagCount() != null;
      found.add(ReplicaAspect.TAGS, !counted || head.tagCount().equals(replica.tagCount()), true);
    }
  }

  /** Stores other than S3 need not count the tags of their objects, so those of both are read. */
  private boolean readEqualTags(HeadObjectResponse head, HeadObjectResponse replica) {
    try {
      return new HashSet<>(calls.tags(head)).equals(new HashSet<>(atReplica.tags(replica)));
    } catch (Unmet e) {
      return false; // one of them was deleted, which the next look shows
    }
  }

  /** A rule may name a KMS key by its id or an alias, and HEAD shows the key's ARN. */
  private static boolean showsKeyOf(Encryption wanted, HeadObjectResponse replica) {
    String key = wanted.kmsKeyId();
    return key == null
        || key.startsWith("arn:")
        || !wanted.algorithm().equals(replica.serverSideEncryptionAsString())
        || replica.ssekmsKeyId() == null;
  }

  private boolean redirectsAlike(HeadObjectResponse head, HeadObjectResponse replica) {
    return (options.twoWay() && !options.keepWebsiteRedirect())
        || Objects.equals(
            options.keepWebsiteRedirect() ? head.websiteRedirectLocation() : null,
            replica.websiteRedirectLocation());
  }

  /** The class that a copy would ask for; null leaves it to the store. */
  private @Nullable String wantedStorageClass(HeadObjectResponse head) {
    if (options.keepStorageClass()) {
      return storageClass(head.storageClassAsString());
    }
    return options.twoWay() ? null : options.storageClass();
  }

  private boolean isStoredAlike(HeadObjectResponse head, HeadObjectResponse replica) {
    boolean classIsKept =
        !options.keepStorageClass()
            || storageClass(head.storageClassAsString())
                .equals(storageClass(replica.storageClassAsString()));
    return classIsKept && redirectsAlike(head, replica);
  }

  /** A class that neither the rule nor the source decides is left to the destination. */
  private boolean hasWhatTheRuleSets(HeadObjectResponse head, HeadObjectResponse replica) {
    ChecksumAlgorithm checksum = properties.checksum(head);
    String wanted = options.keepStorageClass() ? null : options.storageClass();
    return (wanted == null || wanted.equals(storageClass(replica.storageClassAsString())))
        && (checksum == null || Checksums.value(replica, checksum) != null)
        && isEncryptedAsWanted(options.encryption(), replica)
        && isLockedAsWanted(replica);
  }

  /** Returns whether the encryption that a rule sets is that of the replica. */
  static boolean isEncryptedAsWanted(@Nullable Encryption wanted, HeadObjectResponse replica) {
    return wanted == null
        || (wanted.algorithm().equals(replica.serverSideEncryptionAsString())
            // HEAD shows the key's ARN only.
            && (wanted.kmsKeyId() == null || wanted.kmsKeyId().equals(replica.ssekmsKeyId()))
            && (wanted.bucketKey() == null
                || wanted.bucketKey().equals(Boolean.TRUE.equals(replica.bucketKeyEnabled()))));
  }

  /** A retention was counted from the copy, whose time HEAD shows by another clock. */
  private boolean isLockedAsWanted(HeadObjectResponse replica) {
    ObjectLock wanted = options.objectLock();
    if (wanted == null) {
      return true;
    }
    boolean held = replica.objectLockLegalHoldStatus() == ObjectLockLegalHoldStatus.ON;
    return (held || !wanted.legalHold()) && isRetainedAsWanted(wanted, replica);
  }

  private static boolean isRetainedAsWanted(ObjectLock wanted, HeadObjectResponse replica) {
    if (wanted.retention() == null) {
      return true;
    }
    Instant until = replica.objectLockRetainUntilDate();
    Instant written = replica.lastModified();
    return until != null
        && written != null
        && Objects.equals(wanted.mode(), replica.objectLockModeAsString())
        && !until.isBefore(written.plus(wanted.retention()).minus(CLOCK_SKEW));
  }

  /** HEAD is silent about the usual one. */
  static String storageClass(@Nullable String name) {
    return name == null ? StorageClass.STANDARD.toString() : name;
  }

  /** Where tags are not copied, a copy would leave the replica without any. */
  private boolean mayHaveItsTags(HeadObjectResponse replica) {
    return options.twoWay() || atReplica.hasNoTags(replica);
  }

  /**
   * HEAD only counts tags, and stores other than S3 may not count them. S3 leaves out a count of
   * none, and the count for those who may not read tags: a principal that copies may read the
   * source's, but not necessarily the replica's.
   */
  private boolean haveEqualTags(HeadObjectResponse head, HeadObjectResponse replica) {
    boolean sourceHasNone = head.tagCount() == null && calls.isFromAws();
    if (sourceHasNone && replica.tagCount() == null && calls.isToAws() && options.twoWay()) {
      return true;
    }
    try {
      Set<Tag> sources = sourceHasNone ? Set.of() : new HashSet<>(calls.tags(head));
      return sources.equals(new HashSet<>(atReplica.tags(replica)));
    } catch (Unmet e) {
      return false; // one of them went away: the copy finds out which
    }
  }
}
