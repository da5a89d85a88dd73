package io.github.s3sync.reconcile.listing;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;

/**
 * Compares keys in the order in which S3 lists them, which is the order of their UTF-8 bytes. The
 * order of {@link String} is different, because UTF-16 places characters above U+FFFF before the
 * characters from U+E000 to U+FFFF.
 *
 * @since 0.1.0
 */
public final class KeyOrder {

  /** The order as a comparator. */
  public static final Comparator<String> COMPARATOR = KeyOrder::compare;

  private KeyOrder() {}

  /**
   * Compares two keys.
   *
   * @param one a key
   * @param other another key
   * @return a negative number, zero or a positive number
   */
  public static int compare(String one, String other) {
    int length = Math.min(one.length(), other.length());
    for (int i = 0; i < length; i++) {
      char a = one.charAt(i);
      char b = other.charAt(i);
      if (a != b) {
        // Below the surrogates, UTF-8 and UTF-16 have the same order.
        return a < Character.MIN_SURROGATE && b < Character.MIN_SURROGATE
            ? Character.compare(a, b)
            : Arrays.compareUnsigned(utf8(one), utf8(other));
      }
    }
    return Integer.compare(one.length(), other.length());
  }

  private static byte[] utf8(String key) {
    return key.getBytes(StandardCharsets.UTF_8);
  }
}
