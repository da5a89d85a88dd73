package io.github.s3sync.option;

import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Builds {@link CopyOptions}. Not thread-safe.
 *
 * @since 0.1.0
 */
public final class CopyOptionsBuilder {

  @Nullable String acl = "bucket-owner-full-control";
  boolean tags = true;
  boolean overwrite = true;
  boolean skipEqual;
  boolean verify = true;
  @Nullable String storageClass;
  boolean keepStorageClass;
  boolean keepWebsiteRedirect;
  @Nullable Encryption encryption;
  @Nullable String checksumAlgorithm;
  @Nullable ObjectLock objectLock;
  boolean requestPayer;
  Duration recheckAfter = Duration.ofSeconds(1);
  boolean twoWay;
  boolean unattributedDeletes;
  TransferMode transfer = TransferMode.SERVER_SIDE;

  CopyOptionsBuilder() {}

  CopyOptionsBuilder(CopyOptions from) {
    this.acl = from.acl();
    this.tags = from.tags();
    this.overwrite = from.overwrite();
    this.skipEqual = from.skipEqual();
    this.verify = from.verify();
    this.storageClass = from.storageClass();
    this.keepStorageClass = from.keepStorageClass();
    this.keepWebsiteRedirect = from.keepWebsiteRedirect();
    this.encryption = from.encryption();
    this.checksumAlgorithm = from.checksumAlgorithm();
    this.objectLock = from.objectLock();
    this.requestPayer = from.requestPayer();
    this.recheckAfter = from.recheckAfter();
    this.twoWay = from.twoWay();
    this.unattributedDeletes = from.unattributedDeletes();
    this.transfer = from.transfer();
  }

  /**
   * Sets the canned ACL. A bucket whose ACLs are disabled accepts only the default and null.
   *
   * @param cannedAcl the ACL, {@code bucket-owner-full-control} by default; null to send none, for
   *     stores without ACLs
   * @return this
   * @throws InvalidOptionException if S3 does not define this ACL
   */
  public CopyOptionsBuilder acl(@Nullable String cannedAcl) {
    this.acl = cannedAcl == null ? null : AllowedWords.check("acl", cannedAcl, AllowedWords.ACLS);
    return this;
  }

  /**
   * Sets whether the source's tags are copied.
   *
   * @param copied true by default; false for replicas without tags, and for stores without tagging
   * @return this
   */
  public CopyOptionsBuilder tags(boolean copied) {
    this.tags = copied;
    return this;
  }

  /**
   * Sets whether a replica may replace an existing object. If not, every write carries {@code
   * If-None-Match: *}.
   *
   * @param allowed true by default
   * @return this
   */
  public CopyOptionsBuilder overwrite(boolean allowed) {
    this.overwrite = allowed;
    return this;
  }

  /**
   * Sets whether replicas that equal their source are skipped as {@code ALREADY_CURRENT} even if a
   * copy needs only one request. Use it for backfills in which most replicas exist. It costs a
   * lookup on both sides. If both are equal, the tags are also read and the ACL is set again. A
   * multipart copy always compares first, because it costs more than the comparison.
   *
   * @param compare false by default
   * @return this
   */
  public CopyOptionsBuilder skipEqual(boolean compare) {
    this.skipEqual = compare;
    return this;
  }

  /**
   * Sets whether each copy to a store other than Amazon S3 is verified. Some stores ignore parts of
   * a request. So the source is looked up before the copy, the replica is looked up after it, and
   * the two are compared. Missing tags and locks are set by separate requests. Any other difference
   * is a failure. Amazon S3 itself carries out each request completely, so copies to it are not
   * verified.
   *
   * @param compares true by default; false for a store that is known to carry out each request
   *     completely, or whose differences do not matter
   * @return this
   */
  public CopyOptionsBuilder verify(boolean compares) {
    this.verify = compares;
    return this;
  }

  /**
   * Sets the storage class.
   *
   * @param name the storage class, such as {@code STANDARD_IA}; null, the default, for S3's default
   * @return this
   * @throws InvalidOptionException if the name does not have the form of a storage class
   */
  public CopyOptionsBuilder storageClass(@Nullable String name) {
    if (name != null && !name.matches("[A-Z][A-Z0-9_]*")) {
      throw new InvalidOptionException(
          "storageClass", "is '" + name + "', expected a name such as STANDARD_IA");
    }
    this.storageClass = name;
    return this;
  }

  /**
   * Sets whether the replica gets the source's storage class, which costs one more HEAD request.
   *
   * @param kept false by default
   * @return this
   */
  public CopyOptionsBuilder keepStorageClass(boolean kept) {
    this.keepStorageClass = kept;
    return this;
  }

  /**
   * Sets whether the replica gets the source's website redirect location, which costs one more HEAD
   * request.
   *
   * @param kept false by default
   * @return this
   */
  public CopyOptionsBuilder keepWebsiteRedirect(boolean kept) {
    this.keepWebsiteRedirect = kept;
    return this;
  }

  /**
   * Sets the server-side encryption.
   *
   * @param encryption the encryption; null, the default, for the default of the destination bucket
   * @return this
   */
  public CopyOptionsBuilder encryption(@Nullable Encryption encryption) {
    this.encryption = encryption;
    return this;
  }

  /**
   * Sets the algorithm of the additional checksum.
   *
   * @param algorithm the algorithm in the S3 API's spelling, such as {@code CRC32}, {@code CRC32C},
   *     {@code CRC64NVME}, {@code SHA1} or {@code SHA256}; null, the default, for the source's
   *     algorithm
   * @return this
   * @throws InvalidOptionException if S3 does not define this algorithm
   */
  public CopyOptionsBuilder checksumAlgorithm(@Nullable String algorithm) {
    this.checksumAlgorithm =
        algorithm == null
            ? null
            : AllowedWords.check("checksumAlgorithm", algorithm, AllowedWords.CHECKSUMS);
    return this;
  }

  /**
   * Sets the Object Lock of each replica.
   *
   * @param objectLock the lock; null, the default, for the default of the destination bucket
   * @return this
   */
  public CopyOptionsBuilder objectLock(@Nullable ObjectLock objectLock) {
    this.objectLock = objectLock;
    return this;
  }

  /**
   * Sets whether the caller agrees to pay for requests to Requester Pays buckets.
   *
   * @param accepted false by default
   * @return this
   */
  public CopyOptionsBuilder requestPayer(boolean accepted) {
    this.requestPayer = accepted;
    return this;
  }

  /**
   * Sets the duration of a copy from which on its source is re-checked for changes made meanwhile.
   * Copies in parts are always re-checked. Copies of rules that never overwrite are not.
   *
   * @param duration 1 second by default; zero to re-check after every copy
   * @return this
   * @throws InvalidOptionException if the duration is negative
   */
  public CopyOptionsBuilder recheckAfter(Duration duration) {
    if (duration.isNegative()) {
      throw new InvalidOptionException("recheckAfter", "is " + duration + ", expected 0 or more");
    }
    this.recheckAfter = duration;
    return this;
  }

  /**
   * Declares that another rule, of the same set or of another deployment, copies replicas back, and
   * keeps such rules from copying forever. Both rules must set it, and the reverse rule must map
   * each replica's key back to the key of its source.
   *
   * <p>An event that was caused by a copy of s3sync is skipped. For any other event, source and
   * replica are looked up before the replica is written, which costs two HEAD requests. Nothing is
   * copied if the replica already equals its source, or if it was written after the event and its
   * own event will start a copy in the other direction. After each copy the source is re-checked,
   * as if {@link #recheckAfter} were zero, which costs a third HEAD request.
   *
   * @param copiedBack false by default
   * @return this
   */
  public CopyOptionsBuilder twoWay(boolean copiedBack) {
    this.twoWay = copiedBack;
    return this;
  }

  /**
   * Sets whether a two-way rule that accepts {@code REMOVED} carries out deletes in doubt. A delete
   * is in doubt if its event does not distinguish a user's delete from a delete by this library.
   * That is the case for events of EventBridge, for a separate deployment for each direction, and
   * for stores other than S3. Such deletes may also remove an object that a user wrote again just
   * after the delete.
   *
   * <p>If false, rules whose deletes would always be in doubt are rejected. For other rules,
   * deletes in doubt fail with {@code NOT_SUPPORTED}, and nothing is deleted. Deletes that only
   * remove a replica of the deleted object are never in doubt.
   *
   * @param accepted false by default
   * @return this
   */
  public CopyOptionsBuilder unattributedDeletes(boolean accepted) {
    this.unattributedDeletes = accepted;
    return this;
  }

  /**
   * Sets how the bytes of a copy travel. A stream reads the source with {@code
   * CopyRuleBuilder.sourceAccess} and writes the replica with the access of the destination. It
   * costs the transfer, at least three requests for each object, and a memory buffer for each part
   * in transit.
   *
   * @param mode {@link TransferMode#SERVER_SIDE} by default
   * @return this
   */
  public CopyOptionsBuilder transfer(TransferMode mode) {
    this.transfer = Objects.requireNonNull(mode, "mode");
    return this;
  }

  /**
   * Builds the options.
   *
   * @return the options
   * @throws InvalidOptionException if two options contradict each other
   */
  public CopyOptions build() {
    if (storageClass != null && keepStorageClass) {
      throw new InvalidOptionException(
          "storageClass",
          "is '" + storageClass + "', expected none together with keepStorageClass");
    }
    if (unattributedDeletes && !twoWay) {
      throw new InvalidOptionException(
          "unattributedDeletes",
          "is true, expected it only together with twoWay: one-way deletes are"
              + " never in doubt");
    }
    return new CopyOptions(this);
  }
}
