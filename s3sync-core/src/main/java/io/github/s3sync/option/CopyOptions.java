package io.github.s3sync.option;

import io.github.s3sync.event.Internal;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Defines the properties of replicas. The content, the {@code Content-*}, {@code Cache-Control} and
 * {@code Expires} headers and the user metadata are always those of the source. Immutable.
 *
 * <p>The words are those of the S3 API.
 *
 * @since 0.1.0
 */
public final class CopyOptions {

  private final @Nullable String acl;
  private final boolean tags;
  private final boolean overwrite;
  private final boolean skipEqual;
  private final boolean verify;
  private final @Nullable String storageClass;
  private final boolean keepStorageClass;
  private final boolean keepWebsiteRedirect;
  private final @Nullable Encryption encryption;
  private final @Nullable String checksumAlgorithm;
  private final @Nullable ObjectLock objectLock;
  private final boolean requestPayer;
  private final Duration recheckAfter;
  private final boolean twoWay;
  private final boolean unattributedDeletes;
  private final TransferMode transfer;

  CopyOptions(CopyOptionsBuilder builder) {
    this.acl = builder.acl;
    this.tags = builder.tags;
    this.overwrite = builder.overwrite;
    this.skipEqual = builder.skipEqual;
    this.verify = builder.verify;
    this.storageClass = builder.storageClass;
    this.keepStorageClass = builder.keepStorageClass;
    this.keepWebsiteRedirect = builder.keepWebsiteRedirect;
    this.encryption = builder.encryption;
    this.checksumAlgorithm = builder.checksumAlgorithm;
    this.objectLock = builder.objectLock;
    this.requestPayer = builder.requestPayer;
    this.recheckAfter = builder.recheckAfter;
    this.twoWay = builder.twoWay;
    this.unattributedDeletes = builder.unattributedDeletes;
    this.transfer = builder.transfer;
  }

  /**
   * Returns options with default values.
   *
   * @return the options
   */
  public static CopyOptions defaults() {
    return builder().build();
  }

  /**
   * Returns a builder whose options have default values.
   *
   * @return the builder
   */
  public static CopyOptionsBuilder builder() {
    return new CopyOptionsBuilder();
  }

  /**
   * Returns the canned ACL of the replica.
   *
   * @return the ACL; null if none is sent
   */
  public @Nullable String acl() {
    return acl;
  }

  /**
   * Tells whether the source's tags are copied.
   *
   * @return true if they are copied
   */
  public boolean tags() {
    return tags;
  }

  /**
   * Tells whether a replica may replace an existing object.
   *
   * @return true if it may
   */
  public boolean overwrite() {
    return overwrite;
  }

  /**
   * Tells whether replicas that equal their source are skipped even if a copy needs only one
   * request.
   *
   * @return true if they are skipped
   */
  public boolean skipEqual() {
    return skipEqual;
  }

  /**
   * Returns whether replicas in stores other than Amazon S3 are looked up after each copy, see
   * {@link CopyOptionsBuilder#verify}.
   *
   * @return true if they are looked up
   */
  public boolean verify() {
    return verify;
  }

  /**
   * Returns the storage class of the replica.
   *
   * @return the class; null for S3's default, {@code STANDARD}
   */
  public @Nullable String storageClass() {
    return storageClass;
  }

  /**
   * Tells whether the replica gets the source's storage class.
   *
   * @return true if it does
   */
  public boolean keepStorageClass() {
    return keepStorageClass;
  }

  /**
   * Tells whether the replica gets the source's website redirect location.
   *
   * @return true if it does
   */
  public boolean keepWebsiteRedirect() {
    return keepWebsiteRedirect;
  }

  /**
   * Returns the server-side encryption of the replica.
   *
   * @return the encryption; null for the default of the destination bucket
   */
  public @Nullable Encryption encryption() {
    return encryption;
  }

  /**
   * Returns the algorithm of the additional checksum of the replica.
   *
   * @return the algorithm; null for the algorithm of the source
   */
  public @Nullable String checksumAlgorithm() {
    return checksumAlgorithm;
  }

  /**
   * Returns the Object Lock of the replica.
   *
   * @return the lock; null for the default of the destination bucket
   */
  public @Nullable ObjectLock objectLock() {
    return objectLock;
  }

  /**
   * Tells whether the caller agrees to pay for requests to Requester Pays buckets.
   *
   * @return true if the caller agrees
   */
  public boolean requestPayer() {
    return requestPayer;
  }

  /**
   * Returns the duration of a copy from which on its source is re-checked for changes made
   * meanwhile.
   *
   * @return the duration; zero to re-check after every copy
   */
  public Duration recheckAfter() {
    return recheckAfter;
  }

  /**
   * Tells whether another rule copies replicas back, see {@link CopyOptionsBuilder#twoWay}.
   *
   * @return true if they are copied back
   */
  public boolean twoWay() {
    return twoWay;
  }

  /**
   * Tells whether a two-way rule carries out deletes whose events do not identify who deleted, see
   * {@link CopyOptionsBuilder#unattributedDeletes}.
   *
   * @return true if it does
   */
  public boolean unattributedDeletes() {
    return unattributedDeletes;
  }

  /**
   * Returns how the bytes of a copy travel.
   *
   * @return the mode
   */
  public TransferMode transfer() {
    return transfer;
  }

  /**
   * Tells whether the source must be looked up before it can be copied, which costs one more
   * request.
   *
   * @return true if the rule streams, compares the replica first, or keeps a property that S3 does
   *     not copy by itself
   */
  @Internal
  public boolean needsHead() {
    return skipEqual || keepStorageClass || keepWebsiteRedirect || transfer == TransferMode.STREAM;
  }

  /**
   * Returns a builder with the values of these options.
   *
   * @return the builder
   */
  public CopyOptionsBuilder toBuilder() {
    return new CopyOptionsBuilder(this);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return this == other || (other instanceof CopyOptions that && values().equals(that.values()));
  }

  @Override
  public int hashCode() {
    return values().hashCode();
  }

  /** Returns all options, of which some are null. */
  private List<@Nullable Object> values() {
    return Arrays.asList(
        acl,
        tags,
        overwrite,
        skipEqual,
        verify,
        storageClass,
        keepStorageClass,
        keepWebsiteRedirect,
        encryption,
        checksumAlgorithm,
        objectLock,
        requestPayer,
        recheckAfter,
        twoWay,
        unattributedDeletes,
        transfer);
  }

  /**
   * Describes the options that differ from the default.
   *
   * @return one line
   */
  @Override
  public String toString() {
    CopyOptions byDefault = defaults();
    return new Properties("options")
        .add("acl", acl == null ? "none" : acl, String.valueOf(byDefault.acl))
        .add("tags", tags, byDefault.tags)
        .add("overwrite", overwrite, byDefault.overwrite)
        .add("skipEqual", skipEqual, byDefault.skipEqual)
        .add("verify", verify, byDefault.verify)
        .add("storageClass", storageClass)
        .add("keepStorageClass", keepStorageClass, byDefault.keepStorageClass)
        .add("keepWebsiteRedirect", keepWebsiteRedirect, byDefault.keepWebsiteRedirect)
        .add("encryption", encryption)
        .add("checksumAlgorithm", checksumAlgorithm)
        .add("objectLock", objectLock)
        .add("requestPayer", requestPayer, byDefault.requestPayer)
        .add("recheckAfter", recheckAfter, byDefault.recheckAfter)
        .add("twoWay", twoWay, byDefault.twoWay)
        .add("unattributedDeletes", unattributedDeletes, byDefault.unattributedDeletes)
        .add("transfer", transfer.word(), byDefault.transfer.word())
        .toString();
  }
}
