package io.github.s3sync.transfer;

import io.github.s3sync.checksum.BodyChecksum;
import io.github.s3sync.checksum.FullChecksum;
import io.github.s3sync.client.Patience;
import io.github.s3sync.copy.Conditions;
import io.github.s3sync.event.Internal;
import io.github.s3sync.plan.CopyPlan;
import io.github.s3sync.plan.FailureReason;
import io.github.s3sync.request.ReplicaProperties;
import io.github.s3sync.request.S3Calls;
import io.github.s3sync.request.SameContent;
import io.github.s3sync.request.Source;
import io.github.s3sync.request.WriteResult;
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
 * Copies through this JVM: the source's principal reads, and the destination's principal writes.
 *
 * <p>Each body, a part or a whole small object, is held in memory from its first byte until it is
 * written, so that the SDK can send it again. All bodies of an executor share one {@link
 * BufferBudget}. A body is written only after all of it was read and its length and checksum match
 * the source. If the source has no checksum, an entity tag that is an MD5 is compared.
 */
@Internal
public final class Streamed implements Transfer {

  /** The maximum array size of every JVM. */
  private static final int MAX_BUFFER_BYTES = Integer.MAX_VALUE - 8;

  private final CopyPlan plan;
  private final S3Calls calls;
  private final ReplicaProperties properties;
  private final Completion completion;
  private final SourceReader reader;
  private final BufferBudget buffers;
  private final long partSizeBytes;

  public Streamed(
      S3Calls calls, ReplicaProperties properties, Completion completion, CopySettings settings) {
    this.plan = calls.plan();
    this.calls = calls;
    this.properties = properties;
    this.completion = completion;
    this.reader = new SourceReader(calls);
    this.buffers = settings.buffers();
    this.partSizeBytes = settings.streamedPartBytes();
  }

  @Override
  public PartLayout layout(long sizeBytes) {
    PartLayout layout = PartLayout.of(sizeBytes, partSizeBytes);
    long most = Math.min(buffers.maxBytes(), MAX_BUFFER_BYTES);
    if (layout.partSizeBytes() > most) {
      throw calls.failure(
          FailureReason.NOT_SUPPORTED,
          plan.source()
              + " has "
              + sizeBytes
              + " bytes: each of its at most 10,000 parts needs a buffer of "
              + layout.partSizeBytes()
              + " bytes, but all buffers together are limited to "
              + buffers.maxBytes()
              + ". Increase the JVM's heap or streamBufferBytes; a buffer has at most 2"
              + " GiB");
    }
    return layout;
  }

  @Override
  public WriteResult whole(Source source) {
    HeadObjectResponse head =
        Objects.requireNonNull(source.head(), "streams look up their source first");
    List<Tag> tags = calls.tags(head);
    int length = Math.toIntExact(source.sizeBytes());
    byte[] bytes = acquire(buffers, length, calls);
    try {
      reader.read(source, null, bytes, length);
      return put(source, head, tags, bytes, length);
    } finally {
      buffers.release(bytes);
    }
  }

  private WriteResult put(
      Source source, HeadObjectResponse head, List<Tag> tags, byte[] bytes, int length) {
    BodyChecksum checksum = checksum(head, bytes, length);
    PutObjectResponse answer =
        calls.send(
            "PutObject",
            new Conditions(false, !plan.rule().options().overwrite()),
            Patience.streaming(length),
            (client, override) -> {
              PutObjectRequest.Builder request =
                  PutObjectRequest.builder()
                      .bucket(plan.replica().bucket())
                      .key(plan.replica().key())
                      .ifNoneMatch(plan.rule().options().overwrite() ? null : "*")
                      .expectedBucketOwner(plan.destination().expectedOwner())
                      .requestPayer(calls.payer())
                      .overrideConfiguration(properties.withExpires(override, head));
              properties.applyTo(request, head, completion.atCreation(tags));
              checksum.applyTo(request);
              return client.putObject(request.build(), body(bytes, length));
            });
    if (answer.eTag() == null) {
      throw calls.failure(
          FailureReason.NO_ANSWER, "PutObject " + plan.replica() + " was answered without an ETag");
    }
    WriteResult written =
        new WriteResult(Source.unquoted(answer.eTag()), answer.versionId(), source.versionId(), 0);
    return completion.complete(written, List.of(), source, tags);
  }

  @Override
  public int atOnce(PartLayout layout) {
    return (int) Math.min(Integer.MAX_VALUE, buffers.maxBytes() / layout.partSizeBytes());
  }

  @Override
  public Parts parts(Source source, PartLayout layout, String uploadId) {
    return new StreamedParts(calls, properties, reader, buffers, source, layout, uploadId);
  }

  /** Returns the checksum to send with the body, after comparing the body with the source. */
  private BodyChecksum checksum(HeadObjectResponse head, byte[] bytes, int length) {
    ChecksumAlgorithm wanted = properties.checksum(head);
    FullChecksum sources = FullChecksum.of(head);
    if (sources == null || !BodyChecksum.canCompute(sources.algorithm())) {
      if (SameContent.isMd5(head)) {
        String md5 = BodyChecksum.hexMd5(bytes, length);
        requireEqual(md5, SameContent.md5(head), "MD5 (its ETag)", calls);
      }
      return BodyChecksum.of(wanted, bytes, length);
    }
    BodyChecksum read = BodyChecksum.of(sources.algorithm(), bytes, length);
    requireEqual(read.value(), sources.value(), sources.algorithm().toString(), calls);
    return read.algorithm() == wanted ? read : BodyChecksum.of(wanted, bytes, length);
  }

  /** Fails the copy if the bytes that were read are not those of the source. */
  static void requireEqual(String read, String sources, String of, S3Calls calls) {
    if (!read.equals(sources)) {
      throw calls.failure(
          FailureReason.INTEGRITY,
          calls.plan().source() + " was read with a different " + of + " than it has");
    }
  }

  /** Acquires a buffer within the budget, for which a stream may have to wait. */
  static byte[] acquire(BufferBudget buffers, int bytes, S3Calls calls) {
    byte[] buffer;
    try {
      buffer = buffers.acquire(bytes, calls.deadline());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw calls.failure(
          FailureReason.INTERRUPTED,
          calls.plan().source() + ": interrupted while it waited for memory");
    }
    if (buffer == null) {
      throw calls.failure(
          FailureReason.NOT_ENOUGH_TIME,
          calls.plan().source()
              + ": no memory was free until the deadline, because other streams used all of"
              + " streamBufferBytes");
    }
    return buffer;
  }

  /** Returns a body that can be sent again without copying the bytes. */
  static RequestBody body(byte[] bytes, int length) {
    return RequestBody.fromContentProvider(
        () -> new ByteArrayInputStream(bytes, 0, length), length, "application/octet-stream");
  }
}
