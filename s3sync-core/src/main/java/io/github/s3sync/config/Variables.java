package io.github.s3sync.config;

import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Environment variables. One that is blank counts as not set, which is how templates leave one. */
final class Variables {

  static final String RULES = "S3SYNC_RULES";
  static final String SOURCE = "S3SYNC_SOURCE";
  static final String DESTINATION = "S3SYNC_DESTINATION";
  static final String ACL = "S3SYNC_ACL";
  static final String TAGS = "S3SYNC_TAGS";
  static final String SOURCE_OWNER = "S3SYNC_SOURCE_OWNER";
  static final String DESTINATION_OWNER = "S3SYNC_DESTINATION_OWNER";
  static final String DESTINATION_REGION = "S3SYNC_DESTINATION_REGION";
  static final String CONCURRENCY = "S3SYNC_CONCURRENCY";
  static final String MULTIPART_THRESHOLD_BYTES = "S3SYNC_MULTIPART_THRESHOLD_BYTES";
  static final String PART_SIZE_BYTES = "S3SYNC_PART_SIZE_BYTES";
  static final String DELETES_PER_MINUTE = "S3SYNC_DELETES_PER_MINUTE";

  private static final String OURS = "S3SYNC_";

  /** Every variable that is ours. */
  static final List<String> KNOWN =
      List.of(
          RULES,
          SOURCE,
          DESTINATION,
          ACL,
          TAGS,
          SOURCE_OWNER,
          DESTINATION_OWNER,
          DESTINATION_REGION,
          CONCURRENCY,
          MULTIPART_THRESHOLD_BYTES,
          PART_SIZE_BYTES,
          DELETES_PER_MINUTE);

  private final Map<String, String> values;

  Variables(Map<String, String> values) {
    this.values = values;
    for (String name : new TreeSet<>(values.keySet())) {
      if (name.startsWith(OURS) && !KNOWN.contains(name)) {
        throw new InvalidConfigException(
            name, "is an unknown variable" + NearestWord.expected(name, KNOWN));
      }
    }
  }

  boolean has(String name) {
    return text(name) != null;
  }

  /** The value as it stands, or null where it is not set or blank. */
  @Nullable String text(String name) {
    String value = values.get(name);
    return value == null || value.isBlank() ? null : value;
  }

  @Nullable String word(String name, List<String> words) {
    String value = text(name);
    if (value != null && !words.contains(value)) {
      throw wrong(name, value, NearestWord.expected(value, words));
    }
    return value;
  }

  @Nullable Long number(String name, long least, long most) {
    String value = text(name);
    if (value == null) {
      return null;
    }
    // Eighteen digits are more than any limit here and less than a long holds.
    if (value.matches("[0-9]{1,18}")) {
      long number = Long.parseLong(value);
      if (number >= least && number <= most) {
        return number;
      }
    }
    throw wrong(name, value, ", expected a whole number from " + least + " to " + most);
  }

  static InvalidConfigException wrong(String name, String value, String expected) {
    return new InvalidConfigException(name, "is '" + JsonPath.cut(value) + "'" + expected);
  }
}
