package io.github.s3sync.option;

import java.util.List;

/** Checks a word against the words that S3 defines. */
final class AllowedWords {

  private AllowedWords() {}

  static String check(String field, String value, List<String> allowed) {
    if (!allowed.contains(value)) {
      throw new InvalidOptionException(
          field, "is '" + value + "', expected one of " + String.join(", ", allowed));
    }
    return value;
  }
}
