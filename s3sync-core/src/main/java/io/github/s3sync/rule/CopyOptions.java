package io.github.s3sync.rule;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Which properties a replica gets beyond its content, its {@code Content-*}, {@code Cache-Control}
 * and {@code Expires} headers and its user metadata, which are always the source's. Immutable.
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
   * Every option at its default.
   *
   * @return the options
   */
  public static CopyOptions defaults() {
    return builder().build();
  }

  /**
   * Begins with every option at its default.
   *
   * @return the builder
   */
  public static CopyOptionsBuilder builder() {
    return new CopyOptionsBuilder();
  }

  /**
   * The canned ACL of the replica.
   *
   * @return the ACL; null if none is sent
   */
  public @Nullable String acl() {
    return acl;
  }

  /**
   * Whether the source's tags are copied.
   *
   * @return true if they are
   */
  public boolean tags() {
    return tags;
  }

  /**
   * Whether a replica may replace what stands at its key.
   *
   * @return true if it may
   */
  public boolean overwrite() {
    return overwrite;
  }

  /**
   * Whether a replica that equals its source is left alone also where a copy is one request.
   *
   * @return true if it is
   */
  public boolean skipEqual() {
    return skipEqual;
  }

  /**
   * The storage class of the replica.
   *
   * @return the class; null for S3's default, {@code STANDARD}
   */
  public @Nullable String storageClass() {
    return storageClass;
  }

  /**
   * Whether the replica takes the source's storage class.
   *
   * @return true if it does
   */
  public boolean keepStorageClass() {
    return keepStorageClass;
  }

  /**
   * Whether the replica takes the source's website redirect location.
   *
   * @return true if it does
   */
  public boolean keepWebsiteRedirect() {
    return keepWebsiteRedirect;
  }

  /**
   * The server-side encryption of the replica.
   *
   * @return the encryption; null for the default of the destination bucket
   */
  public @Nullable Encryption encryption() {
    return encryption;
  }

  /**
   * The additional checksum of the replica.
   *
   * @return the algorithm; null for the source's own
   */
  public @Nullable String checksumAlgorithm() {
    return checksumAlgorithm;
  }

  /**
   * The Object Lock of the replica.
   *
   * @return the lock; null for the default of the destination bucket
   */
  public @Nullable ObjectLock objectLock() {
    return objectLock;
  }

  /**
   * Whether requests to a Requester Pays bucket are accepted to be paid for.
   *
   * @return true if they are
   */
  public boolean requestPayer() {
    return requestPayer;
  }

  /**
   * How long a copy may take before the source is looked at once more, to see that it did not
   * change meanwhile.
   *
   * @return the duration; zero for every copy
   */
  public Duration recheckAfter() {
    return recheckAfter;
  }

  /**
   * Whether replicas are copied back, see {@link CopyOptionsBuilder#twoWay}.
   *
   * @return true if they are
   */
  public boolean twoWay() {
    return twoWay;
  }

  /**
   * Returns whether a two-way rule carries out deletes whose events do not tell who deleted, see
   * {@link CopyOptionsBuilder#unattributedDeletes}.
   *
   * @return true if it does
   */
  public boolean unattributedDeletes() {
    return unattributedDeletes;
  }

  /**
   * Which way the bytes go.
   *
   * @return the mode
   */
  public TransferMode transfer() {
    return transfer;
  }

  /**
   * Whether the source must be looked at before it can be copied, one request more.
   *
   * @return true if a property is kept that S3 does not copy by itself, which of a stream is any,
   *     or if the replica is compared first
   */
  public boolean needsHead() {
    return skipEqual || keepStorageClass || keepWebsiteRedirect || transfer == TransferMode.STREAM;
  }
}
