package io.github.s3sync.testing;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Bytes from {@code from} inclusive to {@code to} exclusive. */
record ByteRange(long from, long to) {

  private static final Pattern SYNTAX = Pattern.compile("bytes=(\\d*)-(\\d*)");

  /** Parses a Range header; returns null if S3 would ignore it. */
  static @Nullable ByteRange ofHeader(@Nullable String header, long length) {
    Matcher matcher = SYNTAX.matcher(header == null ? "" : header);
    if (!matcher.matches()) {
      return null;
    }
    String first = matcher.group(1);
    String last = matcher.group(2);
    if (first.isEmpty() && last.isEmpty()) {
      return null;
    }
    long from =
        first.isEmpty() ? Math.max(0, length - Long.parseLong(last)) : Long.parseLong(first);
    long to =
        first.isEmpty() || last.isEmpty() ? length : Math.min(length, Long.parseLong(last) + 1);
    if (from >= length || from >= to) {
      throw new Refusal(416, "InvalidRange", "The requested range is not satisfiable")
          .header("content-range", "bytes */" + length);
    }
    return new ByteRange(from, to);
  }

  /** Parses the range of a part copy: both ends are required, and must be within the source. */
  static ByteRange ofCopy(String header, long length) {
    Matcher matcher = SYNTAX.matcher(header);
    if (!matcher.matches() || matcher.group(1).isEmpty() || matcher.group(2).isEmpty()) {
      throw Refusal.invalidArgument(
          "The x-amz-copy-source-range value must be of the form bytes=first-last where first and"
              + " last are the zero-based offsets of the first and last bytes to copy");
    }
    long from = Long.parseLong(matcher.group(1));
    long to = Long.parseLong(matcher.group(2)) + 1;
    if (from >= to || to > length) {
      throw Refusal.invalidArgument(
          "Range specified is not valid for source object of size: " + length);
    }
    return new ByteRange(from, to);
  }
}
