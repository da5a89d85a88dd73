package io.github.s3sync.copy;

import io.github.s3sync.plan.CopyPlan;
import io.github.s3sync.plan.FailureReason;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.HexFormat;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;

/**
 * Compares a source that is streamed in parts with a digest of the whole, which its store tells:
 * unlike cyclic sums, digests of parts do not add up. So the parts are read in their order; they
 * are still written at once.
 */
final class OrderedDigest {

  private final MessageDigest digest;
  private final byte[] expected;
  private final String name;
  private final InOrder order = new InOrder();

  private OrderedDigest(String algorithm, byte[] expected, String name) {
    this.digest = BodyChecksum.digest(algorithm);
    this.expected = expected;
    this.name = name;
  }

  /** Null if the source tells no digest that can be computed here. */
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

  /** Reads a part in its turn; one that had its turn is read without the digest. */
  byte[] read(int part, int length, Supplier<byte[]> reading, S3Calls calls) {
    try {
      return order.run(
          part,
          () -> {
            byte[] bytes = reading.get();
            digest.update(bytes, 0, length);
            return bytes;
          },
          reading);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw calls.failure(FailureReason.INTERRUPTED, "interrupted while it waited for its turn");
    }
  }

  void stop(RuntimeException why) {
    order.stop(why);
  }

  /** Fails the copy if what was read is not what the source has. */
  void check(CopyPlan plan, S3Calls calls) {
    HexFormat hex = HexFormat.of();
    Streamed.requireEqual(
        hex.formatHex(digest.digest()), hex.formatHex(expected), name, plan, calls);
  }
}
