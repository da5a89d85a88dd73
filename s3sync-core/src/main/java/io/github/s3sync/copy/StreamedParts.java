package io.github.s3sync.copy;

import io.github.s3sync.plan.CopyPlan;
import io.github.s3sync.plan.FailureReason;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.model.ChecksumAlgorithm;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.UploadPartRequest;
import software.amazon.awssdk.services.s3.model.UploadPartResponse;

/** The parts of one streamed upload. There are as many buffers as parts under way at once. */
final class StreamedParts implements Transfer.Parts {

  /** What every JVM can put into one array. */
  static final int MAX_BUFFER_BYTES = Integer.MAX_VALUE - 8;

  private final CopyPlan plan;
  private final S3Calls calls;
  private final SourceReader reader;
  private final Source source;
  private final PartLayout layout;
  private final String uploadId;
  private final @Nullable ChecksumAlgorithm algorithm;
  private final @Nullable FullChecksum unheard;
  private final Queue<byte[]> idle = new ConcurrentLinkedQueue<>();
  private final AtomicReferenceArray<@Nullable Long> sums;

  StreamedParts(
      CopyPlan plan,
      S3Calls calls,
      ReplicaProperties properties,
      SourceReader reader,
      Source source,
      PartLayout layout,
      String uploadId) {
    this.plan = plan;
    this.calls = calls;
    this.reader = reader;
    this.source = source;
    this.layout = layout;
    this.uploadId = uploadId;
    HeadObjectResponse head = Objects.requireNonNull(source.head(), "streams have looked");
    this.algorithm = properties.checksum(head);
    // Where the destination is told the source's checksum, it checks more than can be checked here.
    this.unheard = properties.wholeChecksum(head) != null ? null : FullChecksum.of(head);
    this.sums = new AtomicReferenceArray<>(layout.parts());
  }

  @Override
  public CompletedPart copy(int part) {
    int length = Math.toIntExact(layout.bytes(part));
    byte[] reused = idle.poll();
    byte[] bytes = reused == null ? new byte[Math.toIntExact(layout.bytes(0))] : reused;
    try {
      reader.read(source, layout.range(part), bytes, length);
      Crc crc = crc();
      if (crc != null) {
        sums.set(part, crc.of(bytes, length));
      }
      return upload(part + 1, bytes, length);
    } finally {
      idle.add(bytes);
    }
  }

  private CompletedPart upload(int number, byte[] bytes, int length) {
    BodyChecksum checksum = BodyChecksum.of(algorithm, bytes, length);
    UploadPartResponse answer =
        calls.send(
            "UploadPart",
            Conditions.NONE,
            (client, with) -> {
              UploadPartRequest.Builder request =
                  UploadPartRequest.builder()
                      .bucket(plan.replica().bucket())
                      .key(plan.replica().key())
                      .uploadId(uploadId)
                      .partNumber(number)
                      .expectedBucketOwner(plan.destination().expectedOwner())
                      .requestPayer(calls.payer())
                      .overrideConfiguration(with);
              checksum.onto(request);
              return client.uploadPart(request.build(), Streamed.body(bytes, length));
            });
    if (answer.eTag() == null) {
      throw calls.failure(
          FailureReason.NO_ANSWER,
          "UploadPart of " + plan.replica() + " was answered without an ETag");
    }
    return CompletedPart.builder()
        .partNumber(number)
        .eTag(answer.eTag())
        .checksumCRC32(answer.checksumCRC32())
        .checksumCRC32C(answer.checksumCRC32C())
        .checksumCRC64NVME(answer.checksumCRC64NVME())
        .checksumSHA1(answer.checksumSHA1())
        .checksumSHA256(answer.checksumSHA256())
        .build();
  }

  @Override
  public void check() {
    Crc crc = crc();
    if (crc == null || unheard == null) {
      return;
    }
    long whole = crc.of(new byte[0], 0);
    for (int part = 0; part < layout.parts(); part++) {
      Long sum =
          Objects.requireNonNull(
              sums.get(part), "only where the destination is told are there parts already");
      whole = crc.joined(whole, sum, layout.bytes(part));
    }
    if (!crc.text(whole).equals(unheard.value())) {
      throw calls.failure(
          FailureReason.INTEGRITY,
          plan.source() + " was read with another " + crc + " than it has");
    }
  }

  private @Nullable Crc crc() {
    return unheard == null ? null : Crc.named(unheard.algorithm());
  }
}
