package io.github.s3sync.testing;

import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The properties in a request for the object that it writes, without the content.
 *
 * @param headers by lower-case name
 * @param acl the canned ACL
 */
record ObjectProperties(Map<String, String> headers, Map<String, String> tags, String acl) {

  static final String KEY_ID = "x-amz-server-side-encryption-aws-kms-key-id";

  private static final String METADATA = "x-amz-meta-";
  static final String LOCK_MODE = "x-amz-object-lock-mode";
  static final String RETAIN_UNTIL_DATE = "x-amz-object-lock-retain-until-date";
  static final String LEGAL_HOLD = "x-amz-object-lock-legal-hold";

  private static final int METADATA_LIMIT_BYTES = 2048;

  /** Headers that follow the metadata directive of a copy, in addition to user metadata. */
  private static final Set<String> DESCRIPTIVE =
      Set.of(
          "content-type",
          "cache-control",
          "content-disposition",
          "content-encoding",
          "content-language",
          "expires");

  /** Headers that a copy never inherits. */
  private static final Set<String> OWN =
      Set.of(
          "x-amz-website-redirect-location",
          "x-amz-storage-class",
          "x-amz-server-side-encryption",
          KEY_ID,
          "x-amz-server-side-encryption-bucket-key-enabled",
          LOCK_MODE,
          RETAIN_UNTIL_DATE,
          LEGAL_HOLD);

  static ObjectProperties of(S3Request request) {
    Map<String, String> headers = own(request);
    headers.putAll(descriptive(request.headers()));
    return new ObjectProperties(headers, Tags.ofHeader(request), acl(request));
  }

  static ObjectProperties ofCopy(S3Request request, StoredObject source) {
    boolean replace = request.header("x-amz-metadata-directive", "COPY").equals("REPLACE");
    boolean retag = request.header("x-amz-tagging-directive", "COPY").equals("REPLACE");
    Map<String, String> headers = own(request);
    headers.putAll(descriptive(replace ? request.headers() : source.headers()));
    return new ObjectProperties(
        headers, retag ? Tags.ofHeader(request) : source.tags(), acl(request));
  }

  /** Returns whether a copy onto itself changes a property, without which S3 refuses it. */
  static boolean changes(S3Request request) {
    return request.header("x-amz-metadata-directive", "COPY").equals("REPLACE")
        || OWN.stream().anyMatch(request.headers()::containsKey);
  }

  /** Returns whether the object is encrypted so that its eTag is not its MD5. */
  boolean usesKms() {
    return headers.getOrDefault("x-amz-server-side-encryption", "").startsWith("aws:kms");
  }

  static Map<String, String> encryption(Map<String, String> headers) {
    Map<String, String> encryption = new TreeMap<>(headers);
    encryption.keySet().removeIf(name -> !name.startsWith("x-amz-server-side-encryption"));
    return encryption;
  }

  private static Map<String, String> own(S3Request request) {
    Map<String, String> own = new TreeMap<>(request.headers());
    own.keySet().retainAll(OWN);
    own.remove("x-amz-storage-class", "STANDARD");
    return own;
  }

  private static Map<String, String> descriptive(Map<String, String> headers) {
    Map<String, String> descriptive = new TreeMap<>(headers);
    descriptive
        .keySet()
        .removeIf(name -> !DESCRIPTIVE.contains(name) && !name.startsWith(METADATA));
    descriptive.putIfAbsent("content-type", "binary/octet-stream");
    descriptive.computeIfPresent("content-encoding", (name, value) -> withoutFraming(value));
    int size = 0;
    for (Map.Entry<String, String> header : descriptive.entrySet()) {
      if (header.getKey().startsWith(METADATA)) {
        // One char per byte: headers are read as ISO 8859-1.
        size += header.getKey().length() - METADATA.length() + header.getValue().length();
      }
    }
    if (size > METADATA_LIMIT_BYTES) {
      throw new Refusal(
              400,
              "MetadataTooLarge",
              "Your metadata headers exceed the maximum allowed metadata size")
          .detail("Size", Integer.toString(size))
          .detail("MaxSizeAllowed", Integer.toString(METADATA_LIMIT_BYTES));
    }
    return descriptive;
  }

  private static @Nullable String withoutFraming(String encoding) {
    String kept =
        String.join(
            ",",
            Arrays.stream(encoding.split(",", -1))
                .map(String::trim)
                .filter(value -> !value.equals("aws-chunked"))
                .toList());
    return kept.isEmpty() ? null : kept;
  }

  private static String acl(S3Request request) {
    return request.header("x-amz-acl", "private");
  }
}
