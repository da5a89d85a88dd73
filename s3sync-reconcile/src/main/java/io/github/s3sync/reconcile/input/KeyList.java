package io.github.s3sync.reconcile.input;

import io.github.s3sync.key.ObjectRef;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads a list with one source key a line. */
final class KeyList implements KeySource {

  private static final String SCHEME = "s3://";
  private static final int MAX_BUCKET_BYTES = 255;

  /** A key, its bucket and a carriage return. */
  static final int MAX_BYTES = ObjectRef.MAX_KEY_BYTES + SCHEME.length() + MAX_BUCKET_BYTES + 2;

  private final LineReader lines;
  private final Set<String> buckets;

  KeyList(LineReader lines, Set<String> buckets) {
    this.lines = lines;
    this.buckets = Set.copyOf(buckets);
  }

  @Override
  public @Nullable GivenKey next() {
    String line = lines.next();
    if (line == null) {
      return null;
    }
    int slash = line.startsWith(SCHEME) ? line.indexOf('/', SCHEME.length()) : -1;
    String bucket = slash < 0 ? null : line.substring(SCHEME.length(), slash);
    if (bucket == null || !buckets.contains(bucket) || slash == line.length() - 1) {
      return GivenKey.source(null, checked(line));
    }
    return GivenKey.source(bucket, checked(line.substring(slash + 1)));
  }

  private String checked(String key) {
    if (key.getBytes(StandardCharsets.UTF_8).length > ObjectRef.MAX_KEY_BYTES) {
      throw new InvalidInputException(
          lines.number(),
          "longer than " + ObjectRef.MAX_KEY_BYTES + " bytes, the limit of S3 for a key",
          null);
    }
    return key;
  }
}
