package io.github.s3sync.copy;

import io.github.s3sync.plan.CopyPlan;
import io.github.s3sync.plan.FailureReason;
import java.io.ByteArrayInputStream;
import java.util.List;
import java.util.Objects;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.model.ChecksumAlgorithm;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.PutObjectResponse;
import software.amazon.awssdk.services.s3.model.Tag;

/**
 * Copies through this JVM: the source's principal reads, the destination's writes.
 *
 * <p>Each body, a part or all of a small object, is held in memory once, from its first byte until
 * it was written, so that the SDK can send it again. Nothing is written before all of it was read
 * and has the length, and where the source tells one the checksum, that the source has.
 */
final class Streamed implements Transfer {

  private final CopyPlan plan;
  private final S3Calls calls;
  private final ReplicaProperties properties;
  private final Completion completion;
  private final SourceReader reader;
  private final long partSizeBytes;

  Streamed(
      CopyPlan plan,
      S3Calls calls,
      ReplicaProperties properties,
      Completion completion,
      long partSizeBytes) {
    this.plan = plan;
    this.calls = calls;
    this.properties = properties;
    this.completion = completion;
    this.reader = new SourceReader(plan, calls);
    this.partSizeBytes = partSizeBytes;
  }

  @Override
  public boolean isLarge(long sizeBytes) {
    return sizeBytes > partSizeBytes;
  }

  @Override
  public PartLayout layout(long sizeBytes) {
    PartLayout layout = PartLayout.of(sizeBytes, partSizeBytes);
    if (layout.partSizeBytes() > StreamedParts.MAX_BUFFER_BYTES) {
      throw calls.failure(
          FailureReason.NOT_SUPPORTED,
          plan.source()
              + " has "
              + sizeBytes
              + " bytes, more than 10,000 buffers of 2 GiB, which is all that can be streamed");
    }
    return layout;
  }

  @Override
  public Written whole(Source source) {
    HeadObjectResponse head = Objects.requireNonNull(source.head(), "streams have looked");
    List<Tag> tags = calls.tags(head);
    int length = Math.toIntExact(source.sizeBytes());
    byte[] bytes = new byte[length];
    reader.read(source, null, bytes, length);
    BodyChecksum checksum = checksum(head, bytes, length);
    PutObjectResponse answer =
        calls.send(
            "PutObject",
            new Conditions(false, !plan.rule().options().overwrite()),
            (client, with) -> {
              PutObjectRequest.Builder request =
                  PutObjectRequest.builder()
                      .bucket(plan.replica().bucket())
                      .key(plan.replica().key())
                      .ifNoneMatch(plan.rule().options().overwrite() ? null : "*")
                      .expectedBucketOwner(plan.destination().expectedOwner())
                      .requestPayer(calls.payer())
                      .overrideConfiguration(properties.withExpires(with, head));
              properties.onto(request, head, completion.atCreation(tags));
              checksum.onto(request);
              return client.putObject(request.build(), body(bytes, length));
            });
    if (answer.eTag() == null) {
      throw calls.failure(
          FailureReason.NO_ANSWER, "PutObject " + plan.replica() + " was answered without an ETag");
    }
    completion.complete(0, source.sizeBytes(), tags);
    return new Written(Source.unquoted(answer.eTag()), answer.versionId(), source.versionId(), 0);
  }

  @Override
  public Parts parts(Source source, PartLayout layout, String uploadId) {
    return new StreamedParts(plan, calls, properties, reader, source, layout, uploadId);
  }

  /** What is sent with the body, once it is known to be what the source has. */
  private BodyChecksum checksum(HeadObjectResponse head, byte[] bytes, int length) {
    ChecksumAlgorithm wanted = properties.checksum(head);
    FullChecksum sources = FullChecksum.of(head);
    if (sources == null) {
      return BodyChecksum.of(wanted, bytes, length);
    }
    BodyChecksum read = BodyChecksum.of(sources.algorithm(), bytes, length);
    if (!read.value().equals(sources.value())) {
      throw calls.failure(
          FailureReason.INTEGRITY,
          plan.source() + " was read with another " + sources.algorithm() + " than it has");
    }
    return read.algorithm() == wanted ? read : BodyChecksum.of(wanted, bytes, length);
  }

  /** Bytes that can be sent again, and are not copied for it. */
  static RequestBody body(byte[] bytes, int length) {
    return RequestBody.fromContentProvider(
        () -> new ByteArrayInputStream(bytes, 0, length), length, "application/octet-stream");
  }
}
