package io.github.s3sync.request;

import io.github.s3sync.checksum.Checksums;
import io.github.s3sync.copy.ConditionNotMet;
import io.github.s3sync.copy.CopyException;
import io.github.s3sync.event.Internal;
import io.github.s3sync.option.CopyOptions;
import io.github.s3sync.option.Encryption;
import io.github.s3sync.option.ObjectLock;
import io.github.s3sync.plan.FailureReason;
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
 * Compares a replica with its source: the content, the properties of every replica, and the
 * properties that the rule keeps or sets, as far as HEAD and the tags show them. If a property
 * cannot be compared, the replica counts as different. An ACL is not compared, because HEAD does
 * not show it.
 *
 * <p>For a two-way rule, only properties that come from the source are compared: on the other side,
 * a user's choice of encryption, storage class or lock is equally valid.
 */
@Internal
public final class ReplicaComparison {

  /** The maximum clock difference with which S3 accepts a signature. */
  private static final Duration CLOCK_SKEW = Duration.ofMinutes(15);

  private final CopyOptions options;
  private final S3Calls calls;
  private final ReplicaCalls atReplica;
  private final ReplicaProperties properties;

  public ReplicaComparison(S3Calls calls, ReplicaCalls atReplica, ReplicaProperties properties) {
    this.properties = properties;
    this.options = calls.plan().rule().options();
    this.calls = calls;
    this.atReplica = atReplica;
  }

  /** Tells whether a copy would change nothing. */
  public boolean isEqual(Source source, HeadObjectResponse replica) {
    return isEqual(source, replica, false);
  }

  /**
   * Tells whether a copy would change nothing.
   *
   * @param sameContent whether the content is known to be equal, so that it need not be compared
   */
  public boolean isEqual(Source source, HeadObjectResponse replica, boolean sameContent) {
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
   * Returns the properties that a copy would change, and those that cannot be compared. {@link
   * #isEqual} only tells whether there are any.
   *
   * @param readTags whether to read tags that HEAD only counts
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
    } else if (head.tagCount() != null && replica.tagCount() != null) {
      found.add(ReplicaAspect.TAGS, head.tagCount().equals(replica.tagCount()), true);
    } else if (head.tagCount() != null || replica.tagCount() != null) {
      addUncountedTags(found, head, replica);
    }
  }

  /**
   * Reads the tags if HEAD counts those of one object only: the other object has none, or the
   * principal may not read its tags.
   */
  private void addUncountedTags(
      ReplicaDifferences.Builder found, HeadObjectResponse head, HeadObjectResponse replica) {
    try {
      found.add(ReplicaAspect.TAGS, readEqualTags(head, replica), true);
    } catch (CopyException e) {
      if (e.reason() != FailureReason.ACCESS_DENIED) {
        throw e;
      }
      found.add(ReplicaAspect.TAGS, false, false);
    }
  }

  /**
   * Compares the tags of both objects by reading them, because stores other than S3 may not count
   * tags.
   */
  private boolean readEqualTags(HeadObjectResponse head, HeadObjectResponse replica) {
    try {
      return new HashSet<>(calls.tags(head)).equals(new HashSet<>(atReplica.tags(replica)));
    } catch (ConditionNotMet e) {
      return false; // one of them was deleted, which the next lookup shows
    }
  }

  /**
   * Tells whether HEAD shows the wanted key. A rule may name a KMS key by its ID or an alias, but
   * HEAD shows the key's ARN.
   */
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

  /** Returns the storage class that a copy would request; null if the store chooses it. */
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

  /**
   * Tells whether the replica has the properties that the rule sets. A storage class that neither
   * the rule nor the source determines is left to the destination.
   */
  private boolean hasWhatTheRuleSets(HeadObjectResponse head, HeadObjectResponse replica) {
    ChecksumAlgorithm checksum = properties.checksum(head);
    String wanted = options.keepStorageClass() ? null : options.storageClass();
    return (wanted == null || wanted.equals(storageClass(replica.storageClassAsString())))
        && (checksum == null || Checksums.value(replica, checksum) != null)
        && isEncryptedAsWanted(options.encryption(), replica)
        && isLockedAsWanted(replica);
  }

  /** Tells whether the replica has the encryption that a rule sets. */
  public static boolean isEncryptedAsWanted(
      @Nullable Encryption wanted, HeadObjectResponse replica) {
    return wanted == null
        || (wanted.algorithm().equals(replica.serverSideEncryptionAsString())
            // HEAD shows only the key's ARN.
            && (wanted.kmsKeyId() == null || wanted.kmsKeyId().equals(replica.ssekmsKeyId()))
            && (wanted.bucketKey() == null
                || wanted.bucketKey().equals(Boolean.TRUE.equals(replica.bucketKeyEnabled()))));
  }

  /**
   * Tells whether the replica has the wanted lock. The retention started with the copy, whose time
   * HEAD shows by a different clock.
   */
  private boolean isLockedAsWanted(HeadObjectResponse replica) {
    ObjectLock wanted = options.objectLock();
    if (wanted == null) {
      return true;
    }
    boolean held = replica.objectLockLegalHoldStatus() == ObjectLockLegalHoldStatus.ON;
    return (held || !wanted.legalHold()) && isRetainedAsWanted(wanted, replica);
  }

  public static boolean isRetainedAsWanted(ObjectLock wanted, HeadObjectResponse replica) {
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

  /** Returns the storage class: HEAD omits the default one. */
  public static String storageClass(@Nullable String name) {
    return name == null ? StorageClass.STANDARD.toString() : name;
  }

  /**
   * Tells whether the tags of the replica may be correct. If tags are not copied, a copy would
   * create a replica without tags.
   */
  private boolean mayHaveItsTags(HeadObjectResponse replica) {
    return options.twoWay() || atReplica.hasNoTags(replica);
  }

  /**
   * Compares tags. HEAD only shows their number, and stores other than S3 may not show it. S3 omits
   * a number of zero, and it omits the number for principals that may not read tags: a principal
   * that copies may read the tags of the source, but not necessarily those of the replica.
   */
  private boolean haveEqualTags(HeadObjectResponse head, HeadObjectResponse replica) {
    boolean sourceHasNone = head.tagCount() == null && calls.isFromAws();
    if (sourceHasNone && replica.tagCount() == null && calls.isToAws() && options.twoWay()) {
      return true;
    }
    try {
      Set<Tag> sources = sourceHasNone ? Set.of() : new HashSet<>(calls.tags(head));
      return sources.equals(new HashSet<>(atReplica.tags(replica)));
    } catch (ConditionNotMet e) {
      return false; // one of them was deleted: the copy determines which
    }
  }
}
