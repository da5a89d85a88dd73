package io.github.s3sync.rule;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Collects the properties of {@link CopyOptions}. Not for use by several threads.
 *
 * @since 0.1.0
 */
public final class CopyOptionsBuilder {

  private static final List<String> ACLS =
      List.of(
          "private",
          "public-read",
          "public-read-write",
          "authenticated-read",
          "aws-exec-read",
          "bucket-owner-read",
          "bucket-owner-full-control");

  private static final List<String> CHECKSUMS =
      List.of(
          "CRC32",
          "CRC32C",
          "CRC64NVME",
          "SHA1",
          "SHA256",
          "SHA512",
          "MD5",
          "XXHASH64",
          "XXHASH3",
          "XXHASH128");

  @Nullable String acl = "bucket-owner-full-control";
  boolean tags = true;
  boolean overwrite = true;
  boolean skipEqual;
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

  /**
   * Sets the canned ACL. A bucket whose ACLs are disabled takes only the default and null.
   *
   * @param cannedAcl the ACL, {@code bucket-owner-full-control} by default; null to send none, for
   *     stores that know none
   * @return this
   * @throws IllegalArgumentException if S3 has no such ACL
   */
  public CopyOptionsBuilder acl(@Nullable String cannedAcl) {
    this.acl = cannedAcl == null ? null : Allowed.check("acl", cannedAcl, ACLS);
    return this;
  }

  /**
   * Sets whether the source's tags are copied.
   *
   * @param copied true by default; false for a replica without tags, and for stores that know none
   * @return this
   */
  public CopyOptionsBuilder tags(boolean copied) {
    this.tags = copied;
    return this;
  }

  /**
   * Sets whether a replica may replace what stands at its key. If not, every write carries {@code
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
   * Sets whether a replica that equals its source is left alone, {@code ALREADY_CURRENT}, also
   * where a copy is one request: for backfills of objects most of which are there. It costs a look
   * at both sides, and more requests where they are alike: their tags are read, and the ACL is
   * given again. A copy in parts always looks first, because it costs more than that.
   *
   * @param looks false by default
   * @return this
   */
  public CopyOptionsBuilder skipEqual(boolean looks) {
    this.skipEqual = looks;
    return this;
  }

  /**
   * Sets the storage class.
   *
   * @param name such as {@code STANDARD_IA}
   * @return this
   * @throws IllegalArgumentException if no storage class is written so
   */
  public CopyOptionsBuilder storageClass(String name) {
    if (!name.matches("[A-Z][A-Z0-9_]*")) {
      throw new IllegalArgumentException(
          "storageClass is '" + name + "', expected a name such as STANDARD_IA");
    }
    this.storageClass = name;
    return this;
  }

  /**
   * Sets whether the replica takes the source's storage class, at one HEAD request more.
   *
   * @param kept false by default
   * @return this
   */
  public CopyOptionsBuilder keepStorageClass(boolean kept) {
    this.keepStorageClass = kept;
    return this;
  }

  /**
   * Sets whether the replica takes the source's website redirect location, at one HEAD request
   * more.
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
   * @param encryption the encryption
   * @return this
   */
  public CopyOptionsBuilder encryption(Encryption encryption) {
    this.encryption = encryption;
    return this;
  }

  /**
   * Sets the additional checksum.
   *
   * @param algorithm {@code CRC32}, {@code CRC32C}, {@code CRC64NVME}, {@code SHA1} or {@code
   *     SHA256}
   * @return this
   * @throws IllegalArgumentException if S3 has no such algorithm
   */
  public CopyOptionsBuilder checksumAlgorithm(String algorithm) {
    this.checksumAlgorithm = Allowed.check("checksumAlgorithm", algorithm, CHECKSUMS);
    return this;
  }

  /**
   * Locks each replica.
   *
   * @param objectLock the lock
   * @return this
   */
  public CopyOptionsBuilder objectLock(ObjectLock objectLock) {
    this.objectLock = objectLock;
    return this;
  }

  /**
   * Sets whether requests to a Requester Pays bucket are accepted to be paid for.
   *
   * @param accepted false by default
   * @return this
   */
  public CopyOptionsBuilder requestPayer(boolean accepted) {
    this.requestPayer = accepted;
    return this;
  }

  /**
   * Sets how long a copy may take before the source is looked at once more.
   *
   * @param duration 1 second by default; zero for every copy
   * @return this
   * @throws IllegalArgumentException if it is negative
   */
  public CopyOptionsBuilder recheckAfter(Duration duration) {
    if (duration.isNegative()) {
      throw new IllegalArgumentException("recheckAfter is " + duration + ", expected 0 or more");
    }
    this.recheckAfter = duration;
    return this;
  }

  /**
   * Says that replicas are copied back, by a rule of the same set or by another deployment, and
   * makes that settle. Both ways must say so, and the way back must give each key back as it was.
   *
   * <p>An event that a copy of our own led to is skipped; for any other the replica is looked at
   * before it is written, which is one HEAD request more, and nothing is copied if it equals its
   * source already, nor if it was written after what the event tells of and its own event will come
   * back. After each copy the source is looked at again, as if {@link #recheckAfter} were zero.
   *
   * @param copiedBack false by default
   * @return this
   */
  public CopyOptionsBuilder twoWay(boolean copiedBack) {
    this.twoWay = copiedBack;
    return this;
  }

  /**
   * Sets whether a two-way rule that accepts {@code REMOVED} carries out a delete if its event does
   * not tell a user's delete from one that this library made: events of EventBridge, a deployment
   * for each direction, and stores other than S3. Such deletes may also remove an object that a
   * user wrote again just after the delete.
   *
   * <p>If false, rules that could never tell the difference are refused. Otherwise the deletes that
   * are in doubt fail with {@code NOT_SUPPORTED}, and nothing is deleted. Deletes that only remove
   * a replica of the deleted object are never in doubt.
   *
   * @param accepted false by default
   * @return this
   */
  public CopyOptionsBuilder unattributedDeletes(boolean accepted) {
    this.unattributedDeletes = accepted;
    return this;
  }

  /**
   * Sets which way the bytes go. A stream reads the source as {@link CopyRuleBuilder#sourceAccess}
   * says and writes as the destination says; it costs the transfer, three requests or more for each
   * object, and a buffer of memory for each part that is under way.
   *
   * @param mode {@link TransferMode#SERVER_SIDE} by default
   * @return this
   */
  public CopyOptionsBuilder transfer(TransferMode mode) {
    this.transfer = Objects.requireNonNull(mode, "mode");
    return this;
  }

  /**
   * Makes the options.
   *
   * @return the options
   * @throws IllegalArgumentException if two of them contradict each other
   */
  public CopyOptions build() {
    if (storageClass != null && keepStorageClass) {
      throw new IllegalArgumentException(
          "storageClass is '" + storageClass + "', expected none beside keepStorageClass");
    }
    if (unattributedDeletes && !twoWay) {
      throw new IllegalArgumentException(
          "unattributedDeletes is true, expected twoWay beside it: one-way deletes are never in"
              + " doubt");
    }
    return new CopyOptions(this);
  }
}
