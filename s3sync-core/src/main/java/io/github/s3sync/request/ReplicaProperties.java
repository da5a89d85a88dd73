package io.github.s3sync.request;

import io.github.s3sync.checksum.ChecksumChoice;
import io.github.s3sync.checksum.Crc;
import io.github.s3sync.checksum.FullChecksum;
import io.github.s3sync.client.HeaderText;
import io.github.s3sync.event.Internal;
import io.github.s3sync.option.CopyOptions;
import io.github.s3sync.option.Encryption;
import io.github.s3sync.option.ObjectLock;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.AwsRequestOverrideConfiguration;
import software.amazon.awssdk.services.s3.model.ChecksumAlgorithm;
import software.amazon.awssdk.services.s3.model.ChecksumType;
import software.amazon.awssdk.services.s3.model.CopyObjectRequest;
import software.amazon.awssdk.services.s3.model.CreateMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.MetadataDirective;
import software.amazon.awssdk.services.s3.model.ObjectLockLegalHoldStatus;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.StorageClass;
import software.amazon.awssdk.services.s3.model.Tag;
import software.amazon.awssdk.services.s3.model.Tagging;

/**
 * Sets the properties of replicas in three kinds of requests. The properties that S3 itself copies
 * in {@code CopyObject} are set explicitly in {@code CreateMultipartUpload} and {@code PutObject}.
 * The properties that S3 does not copy are set in all of them.
 *
 * @since 0.1.0
 */
@Internal
public final class ReplicaProperties {

  private final CopyOptions options;
  private final Clock clock;
  private final ChecksumChoice checksums;
  private final HeaderText text;
  private final Function<HeadObjectResponse, Map<String, String>> metadata;

  public ReplicaProperties(
      CopyOptions options, Clock clock, ChecksumChoice checksums, HeaderText text) {
    this(options, clock, checksums, text, HeadObjectResponse::metadata);
  }

  public ReplicaProperties(
      CopyOptions options,
      Clock clock,
      ChecksumChoice checksums,
      HeaderText text,
      Function<HeadObjectResponse, Map<String, String>> metadata) {
    this.options = options;
    this.clock = clock;
    this.checksums = checksums;
    this.text = text;
    this.metadata = metadata;
  }

  /**
   * Excludes annotations. By default S3 also copies annotations, requires permissions for them and
   * bills each; a multipart copy would not have them. Other stores do not support the header. It is
   * set as text, because only SDKs from 2026 on have a method for it.
   */
  public static AwsRequestOverrideConfiguration onAws(AwsRequestOverrideConfiguration override) {
    return override.toBuilder().putHeader("x-amz-object-annotation-directive", "EXCLUDE").build();
  }

  public void applyTo(CopyObjectRequest.Builder request, @Nullable HeadObjectResponse head) {
    if (head != null && replacesMetadata(head)) {
      // Adding to the metadata requires sending all of it, and everything that is replaced with it.
      request
          .metadataDirective(MetadataDirective.REPLACE)
          .contentType(text.of("Content-Type", head.contentType()))
          .cacheControl(text.of("Cache-Control", head.cacheControl()))
          .contentDisposition(text.of("Content-Disposition", head.contentDisposition()))
          .contentEncoding(text.of("Content-Encoding", contentEncoding(head)))
          .contentLanguage(text.of("Content-Language", head.contentLanguage()))
          .metadata(text.metadata(metadata.apply(head)));
    }
    request
        .acl(options.acl())
        .storageClass(copiedStorageClass(head))
        .websiteRedirectLocation(text.of("x-amz-website-redirect-location", websiteRedirect(head)))
        .checksumAlgorithm(options.checksumAlgorithm());
    Encryption encryption = options.encryption();
    if (encryption != null) {
      request
          .serverSideEncryption(encryption.algorithm())
          .ssekmsKeyId(encryption.kmsKeyId())
          .bucketKeyEnabled(encryption.bucketKey());
    }
    ObjectLock lock = options.objectLock();
    if (lock != null) {
      request
          .objectLockMode(lock.mode())
          .objectLockRetainUntilDate(retainUntil(lock))
          .objectLockLegalHoldStatus(legalHold(lock));
    }
  }

  public void applyTo(
      CreateMultipartUploadRequest.Builder request, HeadObjectResponse head, List<Tag> tags) {
    request
        .contentType(text.of("Content-Type", head.contentType()))
        .cacheControl(text.of("Cache-Control", head.cacheControl()))
        .contentDisposition(text.of("Content-Disposition", head.contentDisposition()))
        .contentEncoding(text.of("Content-Encoding", contentEncoding(head)))
        .contentLanguage(text.of("Content-Language", head.contentLanguage()))
        .metadata(text.metadata(metadata.apply(head)))
        .acl(options.acl())
        .storageClass(storageClass(head))
        .websiteRedirectLocation(text.of("x-amz-website-redirect-location", websiteRedirect(head)));
    if (!tags.isEmpty()) {
      request.tagging(Tagging.builder().tagSet(tags).build());
    }
    ChecksumAlgorithm checksum = checksum(head);
    if (checksum != null) {
      request.checksumAlgorithm(checksum).checksumType(checksumType(checksum));
    }
    Encryption encryption = options.encryption();
    if (encryption != null) {
      request
          .serverSideEncryption(encryption.algorithm())
          .ssekmsKeyId(encryption.kmsKeyId())
          .bucketKeyEnabled(encryption.bucketKey());
    }
    ObjectLock lock = options.objectLock();
    if (lock != null) {
      request
          .objectLockMode(lock.mode())
          .objectLockRetainUntilDate(retainUntil(lock))
          .objectLockLegalHoldStatus(legalHold(lock));
    }
  }

  public void applyTo(PutObjectRequest.Builder request, HeadObjectResponse head, List<Tag> tags) {
    request
        .contentType(text.of("Content-Type", head.contentType()))
        .cacheControl(text.of("Cache-Control", head.cacheControl()))
        .contentDisposition(text.of("Content-Disposition", head.contentDisposition()))
        .contentEncoding(text.of("Content-Encoding", contentEncoding(head)))
        .contentLanguage(text.of("Content-Language", head.contentLanguage()))
        .metadata(text.metadata(metadata.apply(head)))
        .acl(options.acl())
        .storageClass(storageClass(head))
        .websiteRedirectLocation(text.of("x-amz-website-redirect-location", websiteRedirect(head)));
    if (!tags.isEmpty()) {
      request.tagging(Tagging.builder().tagSet(tags).build());
    }
    Encryption encryption = options.encryption();
    if (encryption != null) {
      request
          .serverSideEncryption(encryption.algorithm())
          .ssekmsKeyId(encryption.kmsKeyId())
          .bucketKeyEnabled(encryption.bucketKey());
    }
    ObjectLock lock = options.objectLock();
    if (lock != null) {
      request
          .objectLockMode(lock.mode())
          .objectLockRetainUntilDate(retainUntil(lock))
          .objectLockLegalHoldStatus(legalHold(lock));
    }
  }

  /** Returns the encoding of header values. */
  public HeaderText text() {
    return text;
  }

  /** Tells whether an object has metadata that HTTP cannot carry, so that HEAD only counts it. */
  public static boolean hidesMetadata(HeadObjectResponse head) {
    return head.missingMeta() != null && head.missingMeta() > 0;
  }

  /** Returns the requested algorithm, or otherwise the chosen one; null if the store chooses it. */
  public @Nullable ChecksumAlgorithm checksum(HeadObjectResponse head) {
    return options.checksumAlgorithm() != null
        ? ChecksumAlgorithm.fromValue(options.checksumAlgorithm())
        : checksums.of(head);
  }

  /**
   * Returns the source's full checksum if it can be combined from the parts of a replica; otherwise
   * null.
   */
  public @Nullable FullChecksum wholeChecksum(HeadObjectResponse head) {
    FullChecksum whole = FullChecksum.of(head);
    boolean addsUp =
        whole != null
            && whole.algorithm() == checksum(head)
            && head.checksumType() == ChecksumType.FULL_OBJECT
            && checksumType(whole.algorithm()) == ChecksumType.FULL_OBJECT;
    return addsUp ? whole : null;
  }

  /**
   * Tells whether {@code CopyObject} sends the metadata instead of letting the store copy it. Some
   * stores other than S3 copy a website redirect together with the metadata.
   */
  public boolean replacesMetadata(@Nullable HeadObjectResponse head) {
    return head != null
        && (options.twoWay()
            || (mayKeepMore()
                && head.websiteRedirectLocation() != null
                && !options.keepWebsiteRedirect()
                && !hidesMetadata(head)));
  }

  /**
   * Returns the storage class to send. Some stores other than S3 copy the class of the source
   * unless a request names another. A source of the standard class names none, so that the default
   * class of the bucket applies.
   */
  private @Nullable String copiedStorageClass(@Nullable HeadObjectResponse head) {
    String wanted = storageClass(head);
    String standard = StorageClass.STANDARD.toString();
    boolean names =
        wanted == null
            && mayKeepMore()
            && head != null
            && !ReplicaComparison.storageClass(head.storageClassAsString()).equals(standard);
    return names ? standard : wanted;
  }

  private boolean mayKeepMore() {
    return !text.isToAws() && options.verify();
  }

  /** Sets the header as text, because a typed field would lose a value that is not a date. */
  public AwsRequestOverrideConfiguration withExpires(
      AwsRequestOverrideConfiguration override, HeadObjectResponse head) {
    String expires = text.of("Expires", head.expiresString());
    return expires == null ? override : override.toBuilder().putHeader("Expires", expires).build();
  }

  /** Returns the checksum type: only cyclic checksums can be combined from parts. */
  static ChecksumType checksumType(ChecksumAlgorithm algorithm) {
    return Crc.named(algorithm) == null ? ChecksumType.COMPOSITE : ChecksumType.FULL_OBJECT;
  }

  /**
   * Returns the encoding without the encoding of the transfer, which some stores keep and would
   * apply to the replica.
   */
  public static @Nullable String contentEncoding(HeadObjectResponse head) {
    return contentEncoding(head.contentEncoding());
  }

  public static @Nullable String contentEncoding(@Nullable String encoding) {
    if (encoding == null || !encoding.contains("aws-chunked")) {
      return encoding;
    }
    String rest = encoding.replaceAll("aws-chunked,?\\s*|,\\s*aws-chunked", "");
    return rest.isEmpty() ? null : rest;
  }

  public @Nullable String storageClass(@Nullable HeadObjectResponse head) {
    return options.keepStorageClass() && head != null
        ? head.storageClassAsString()
        : options.storageClass();
  }

  public @Nullable String websiteRedirect(@Nullable HeadObjectResponse head) {
    return options.keepWebsiteRedirect() && head != null ? head.websiteRedirectLocation() : null;
  }

  private @Nullable Instant retainUntil(ObjectLock lock) {
    return lock.retention() == null ? null : clock.instant().plus(lock.retention());
  }

  private static @Nullable ObjectLockLegalHoldStatus legalHold(ObjectLock lock) {
    return lock.legalHold() ? ObjectLockLegalHoldStatus.ON : null;
  }
}
