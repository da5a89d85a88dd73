package io.github.s3sync.executor;

import io.github.s3sync.checksum.BodyChecksum;
import io.github.s3sync.copy.CopyException;
import io.github.s3sync.copy.CopyReceipt;
import io.github.s3sync.copy.CopyResult;
import io.github.s3sync.option.CopyOptions;
import io.github.s3sync.option.Encryption;
import io.github.s3sync.option.ObjectLock;
import io.github.s3sync.plan.FailureReason;
import io.github.s3sync.plan.SkipReason;
import io.github.s3sync.request.Source;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ChecksumAlgorithm;
import software.amazon.awssdk.services.s3.model.ObjectLockLegalHoldStatus;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.Tagging;

/**
 * Creates a replica by an ordinary upload with the properties of a copy. If a check fails in this
 * way, the store itself lacks a feature.
 */
final class PlainUpload {

  private final S3Client client;
  private final PutObjectRequest.Builder request;
  private final @Nullable ChecksumAlgorithm algorithm;

  PlainUpload(S3Client client, PutObjectRequest source, CopyOptions options) {
    this.client = client;
    this.request = source.toBuilder();
    String name = options.checksumAlgorithm();
    this.algorithm = name == null ? null : ChecksumAlgorithm.fromValue(name);
    if (!options.tags()) {
      request.tagging((Tagging) null);
    }
    if (!options.keepWebsiteRedirect()) {
      request.websiteRedirectLocation(null);
    }
    request.acl(options.acl());
    request.storageClass(
        options.keepStorageClass() ? source.storageClassAsString() : options.storageClass());
    if (!options.overwrite()) {
      request.ifNoneMatch("*");
    }
    encrypt(options.encryption());
    lock(options.objectLock());
  }

  private void encrypt(@Nullable Encryption encryption) {
    if (encryption != null) {
      request.serverSideEncryption(encryption.algorithm()).ssekmsKeyId(encryption.kmsKeyId());
    }
  }

  private void lock(@Nullable ObjectLock lock) {
    if (lock == null) {
      return;
    }
    Duration retention = lock.retention();
    if (retention != null) {
      request.objectLockMode(lock.mode()).objectLockRetainUntilDate(Instant.now().plus(retention));
    }
    if (lock.legalHold()) {
      request.objectLockLegalHoldStatus(ObjectLockLegalHoldStatus.ON);
    }
  }

  /** Uploads the object and returns the result of a copy. */
  CopyResult to(String bucket, String key, @Nullable String owner, byte[] content) {
    request.bucket(bucket).key(key).expectedBucketOwner(owner);
    if (algorithm != null) {
      BodyChecksum.of(algorithm, content, content.length).applyTo(request);
    }
    try {
      String eTag =
          Source.unquoted(client.putObject(request.build(), RequestBody.fromBytes(content)).eTag());
      return receipt(eTag, content.length);
    } catch (S3Exception e) {
      return answer(e);
    }
  }

  static CopyReceipt receipt(String eTag, int bytes) {
    return new CopyReceipt(eTag, eTag, null, bytes, 0, 1, Duration.ZERO, Instant.now());
  }

  /** Returns the result that a copy would have for an answer. */
  static CopyResult answer(S3Exception e) {
    return switch (e.statusCode()) {
      case 403 -> throw new CopyException(FailureReason.ACCESS_DENIED, "403", 1, e);
      case 404 -> new CopyResult.NotNeeded(SkipReason.SOURCE_GONE, 1);
      case 412 -> new CopyResult.NotNeeded(SkipReason.DESTINATION_EXISTS, 1);
      default -> throw e;
    };
  }
}
