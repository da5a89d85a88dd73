package io.github.s3sync.reconcile.compare;

import io.github.s3sync.reconcile.listing.ListedObject;

/**
 * Compares the content of two objects by their listings. Equal eTags mean equal content only if
 * they are MD5 digests of the whole content or of its parts. Unequal eTags mean nothing, because a
 * listing does not show how objects are encrypted.
 */
final class ListedEquality {

  private static final int MD5_DIGITS = 32;

  private ListedEquality() {}

  static boolean isSame(ListedObject one, ListedObject other) {
    String eTag = one.eTag();
    return one.sizeBytes() == other.sizeBytes()
        && eTag != null
        && eTag.equals(other.eTag())
        && isOfContent(eTag);
  }

  /**
   * Returns whether an eTag looks like the MD5 digest of the content, or the digest of the MD5
   * digests of its parts.
   */
  static boolean isOfContent(String eTag) {
    if (eTag.length() < MD5_DIGITS) {
      return false;
    }
    for (int i = 0; i < eTag.length(); i++) {
      char c = eTag.charAt(i);
      boolean digit = c >= '0' && c <= '9';
      boolean expected =
          i < MD5_DIGITS
              ? digit || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F')
              : i == MD5_DIGITS ? c == '-' && eTag.length() > MD5_DIGITS + 1 : digit;
      if (!expected) {
        return false;
      }
    }
    return true;
  }
}
