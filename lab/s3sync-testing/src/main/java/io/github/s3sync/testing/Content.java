package io.github.s3sync.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.List;

/**
 * The bytes of an object or a part; immutable, and shared by copies.
 *
 * <p>Digests are taken over the <em>fingerprint</em>: the bytes themselves, except for generated
 * content above {@link #EXACT_BYTES}, which is represented by its identity so that an object of
 * many GiB costs nothing.
 */
sealed interface Content permits ByteContent, SyntheticContent, JoinedContent {

  /** The maximum size of generated content whose fingerprint is its bytes. */
  long EXACT_BYTES = 16L << 20;

  Content EMPTY = of(new byte[0]);

  static Content of(byte[] bytes) {
    return new ByteContent(bytes, 0, bytes.length);
  }

  static SyntheticContent synthetic(long seed, long length) {
    return new SyntheticContent(seed, 0, length);
  }

  static Content join(List<Content> pieces) {
    return JoinedContent.of(pieces);
  }

  long length();

  /** Returns the bytes from {@code from} inclusive to {@code to} exclusive. */
  Content slice(long from, long to);

  InputStream openStream();

  InputStream openFingerprint();

  /** Returns whether the fingerprint is the bytes themselves. */
  boolean exact();

  default byte[] md5() {
    try (InputStream in = openFingerprint()) {
      MessageDigest digest = MessageDigest.getInstance("MD5");
      byte[] buffer = new byte[1 << 16];
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        digest.update(buffer, 0, n);
      }
      return digest.digest();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  default boolean sameBytes(Content other) {
    if (length() != other.length()) {
      return false;
    }
    try (InputStream mine = openStream();
        InputStream others = other.openStream()) {
      byte[] block = mine.readNBytes(1 << 16);
      while (block.length > 0 && Arrays.equals(block, others.readNBytes(1 << 16))) {
        block = mine.readNBytes(1 << 16);
      }
      return block.length == 0;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  default byte[] readAll() {
    try (InputStream in = openStream()) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
