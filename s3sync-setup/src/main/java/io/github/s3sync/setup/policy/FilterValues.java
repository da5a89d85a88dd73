package io.github.s3sync.setup.policy;

/**
 * Returns the prefixes and suffixes of S3's filters. S3 requires both in the form of its
 * notifications, form-url-encoded: a space is a plus sign. AWS documents this for spaces but not
 * for other special characters. So a prefix ends before the first of these and a suffix begins
 * after the last: the filter then matches more keys, never fewer.
 *
 * @see <a href=
 *     "https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-how-to-filtering.html">Configuring
 *     event notifications using object key name filtering</a>
 */
final class FilterValues {

  private FilterValues() {}

  static String prefix(String prefix) {
    int end = 0;
    while (end < prefix.length() && isPlain(prefix.charAt(end))) {
      end++;
    }
    return prefix.substring(0, end).replace(' ', '+');
  }

  static String suffix(String suffix) {
    int begin = suffix.length();
    while (begin > 0 && isPlain(suffix.charAt(begin - 1))) {
      begin--;
    }
    return suffix.substring(begin).replace(' ', '+');
  }

  private static boolean isPlain(char c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || "/.-_ ".indexOf(c) >= 0;
  }
}
