package io.github.s3sync.transfer;

import io.github.s3sync.checksum.BodyChecksum;
import io.github.s3sync.checksum.FullChecksum;
import io.github.s3sync.plan.FailureReason;
import io.github.s3sync.request.S3Calls;
import io.github.s3sync.request.SameContent;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;

/**
 * Compares a source that is streamed in parts with a digest of the whole that its store reports.
 * Unlike cyclic checksums, digests of parts cannot be combined. So the parts are read in order;
 * they are still written concurrently. A part that is read again must have the bytes that it had in
 * its turn.
 */
final class OrderedDigest {

  private final MessageDigest digest;
  private final byte[] expected;
  private final String name;
  private final InOrder order = new InOrder();
  private final Map<Integer, Long> sumsOfParts = new ConcurrentHashMap<>();
  private volatile boolean partUnlikeBefore;

  private OrderedDigest(String algorithm, byte[] expected, String name) {
    this.digest = BodyChecksum.digest(algorithm);
    this.expected = expected;
    this.name = name;
  }

  /** Returns null if the store reports no digest that can be computed here. */
  static @Nullable OrderedDigest of(HeadObjectResponse head) {
    FullChecksum checksum = FullChecksum.of(head);
    String algorithm = checksum == null ? null : BodyChecksum.digestOf(checksum.algorithm());
    if (checksum != null && algorithm != null) {
      byte[] value = Base64.getDecoder().decode(checksum.value());
      return new OrderedDigest(algorithm, value, checksum.algorithm().toString());
    }
    return SameContent.isMd5(head)
        ? new OrderedDigest("MD5", HexFormat.of().parseHex(SameContent.md5(head)), "MD5 (its ETag)")
        : null;
  }

  /** Reads a part in its turn, or again after its turn. */
  byte[] read(int part, int length, Supplier<byte[]> reading, S3Calls calls) {
    try {
      return order.run(
          part,
          () -> {
            byte[] bytes = reading.get();
            digest.update(bytes, 0, length);
            sumsOfParts.put(part, sum(bytes, length));
            return bytes;
          },
          () -> {
            byte[] bytes = reading.get();
            if (!Objects.equals(sumsOfParts.get(part), sum(bytes, length))) {
              partUnlikeBefore = true;
            }
            return bytes;
          });
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw calls.failure(FailureReason.INTERRUPTED, "interrupted while it waited for its turn");
    }
  }

  private static long sum(byte[] bytes, int length) {
    CRC32C sum = new CRC32C();
    sum.update(bytes, 0, length);
    return sum.getValue();
  }

  void stop(RuntimeException why) {
    order.stop(why);
  }

  /** Fails the copy if the bytes that were read are not those of the source. */
  void check(S3Calls calls) {
    if (partUnlikeBefore) {
      throw calls.failure(
          FailureReason.INTEGRITY,
          calls.plan().source() + ": a part was read twice, with other bytes");
    }
    HexFormat hex = HexFormat.of();
    Streamed.requireEqual(hex.formatHex(digest.digest()), hex.formatHex(expected), name, calls);
  }
}
