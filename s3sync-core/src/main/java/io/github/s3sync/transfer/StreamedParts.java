package io.github.s3sync.transfer;

import io.github.s3sync.checksum.BodyChecksum;
import io.github.s3sync.checksum.Checksums;
import io.github.s3sync.checksum.Crc;
import io.github.s3sync.checksum.FullChecksum;
import io.github.s3sync.client.Patience;
import io.github.s3sync.copy.Conditions;
import io.github.s3sync.plan.CopyPlan;
import io.github.s3sync.plan.FailureReason;
import io.github.s3sync.request.ReplicaProperties;
import io.github.s3sync.request.S3Calls;
import io.github.s3sync.request.Source;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.model.ChecksumAlgorithm;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.UploadPartRequest;
import software.amazon.awssdk.services.s3.model.UploadPartResponse;

/** Copies the parts of one streamed upload. Each part has a buffer while it is in transit. */
final class StreamedParts implements Transfer.Parts {

  private final CopyPlan plan;
  private final S3Calls calls;
  private final SourceReader reader;
  private final BufferBudget buffers;
  private final Source source;
  private final PartLayout layout;
  private final String uploadId;
  private final @Nullable ChecksumAlgorithm algorithm;
  private final @Nullable FullChecksum sourceChecksumToVerify;
  private final AtomicReferenceArray<@Nullable Long> sums;
  private final @Nullable OrderedDigest digest;

  StreamedParts(
      S3Calls calls,
      ReplicaProperties properties,
      SourceReader reader,
      BufferBudget buffers,
      Source source,
      PartLayout layout,
      String uploadId) {
    this.plan = calls.plan();
    this.calls = calls;
    this.reader = reader;
    this.buffers = buffers;
    this.source = source;
    this.layout = layout;
    this.uploadId = uploadId;
    HeadObjectResponse head =
        Objects.requireNonNull(source.head(), "streams look up their source first");
    this.algorithm = properties.checksum(head);
    // If the destination receives the source's checksum, it checks more than this class can.
    this.sourceChecksumToVerify =
        properties.wholeChecksum(head) != null ? null : FullChecksum.of(head);
    this.sums = new AtomicReferenceArray<>(layout.parts());
    this.digest =
        properties.wholeChecksum(head) != null || crc() != null ? null : OrderedDigest.of(head);
  }

  @Override
  public CompletedPart copy(int part) {
    byte[] bytes =
        digest == null
            ? read(part)
            : digest.read(part, Math.toIntExact(layout.bytes(part)), () -> read(part), calls);
    try {
      int length = Math.toIntExact(layout.bytes(part));
      Crc crc = crc();
      if (crc != null) {
        sums.set(part, crc.of(bytes, length));
      }
      return upload(part + 1, bytes, length);
    } finally {
      buffers.release(bytes);
    }
  }

  /** Returns a buffer with the bytes of the part; the caller releases it. */
  private byte[] read(int part) {
    // All of one size, so that they can be reused.
    byte[] bytes = Streamed.acquire(buffers, Math.toIntExact(layout.bytes(0)), calls);
    boolean read = false;
    try {
      reader.read(source, layout.range(part), bytes, Math.toIntExact(layout.bytes(part)));
      read = true;
      return bytes;
    } finally {
      if (!read) {
        buffers.release(bytes);
      }
    }
  }

  private CompletedPart upload(int number, byte[] bytes, int length) {
    BodyChecksum checksum = BodyChecksum.of(algorithm, bytes, length);
    UploadPartResponse answer =
        calls.send(
            "UploadPart",
            Conditions.NONE,
            Patience.streaming(length),
            (client, override) -> {
              UploadPartRequest.Builder request =
                  UploadPartRequest.builder()
                      .bucket(plan.replica().bucket())
                      .key(plan.replica().key())
                      .uploadId(uploadId)
                      .partNumber(number)
                      .expectedBucketOwner(plan.destination().expectedOwner())
                      .requestPayer(calls.payer())
                      .overrideConfiguration(override);
              checksum.applyTo(request);
              return client.uploadPart(request.build(), Streamed.body(bytes, length));
            });
    if (answer.eTag() == null) {
      throw calls.failure(
          FailureReason.NO_ANSWER,
          "UploadPart of " + plan.replica() + " was answered without an ETag");
    }
    return Checksums.completed(number, answer.eTag(), answer);
  }

  @Override
  public void stop(RuntimeException why) {
    if (digest != null) {
      digest.stop(why);
    }
  }

  @Override
  public void check() {
    if (digest != null) {
      digest.check(calls);
    }
    Crc crc = crc();
    if (crc == null || sourceChecksumToVerify == null) {
      return;
    }
    long whole = crc.of(new byte[0], 0);
    for (int part = 0; part < layout.parts(); part++) {
      Long sum =
          Objects.requireNonNull(
              sums.get(part), "parts exist already only if the destination checks the sum");
      whole = crc.joined(whole, sum, layout.bytes(part));
    }
    Streamed.requireEqual(crc.text(whole), sourceChecksumToVerify.value(), crc.toString(), calls);
  }

  private @Nullable Crc crc() {
    return sourceChecksumToVerify == null ? null : Crc.named(sourceChecksumToVerify.algorithm());
  }
}
