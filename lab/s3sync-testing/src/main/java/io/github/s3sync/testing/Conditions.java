package io.github.s3sync.testing;

import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Evaluates the preconditions of reads, of sources of copies, and of destinations. */
final class Conditions {

  private Conditions() {}

  /**
   * Returns the condition of a write on the object that it replaces; null represents a missing
   * object.
   */
  static Consumer<@Nullable StoredObject> ofDestination(S3Request request) {
    String ifMatch = request.header("if-match");
    String ifNoneMatch = request.header("if-none-match");
    if (ifNoneMatch != null && !ifNoneMatch.equals("*")) {
      throw new Refusal(
          501,
          "NotImplemented",
          "A header you provided implies functionality that is not implemented");
    }
    return current -> {
      if (ifNoneMatch != null && current != null) {
        throw Refusal.precondition("If-None-Match");
      }
      if (ifMatch != null && current == null) {
        throw Refusal.noSuchKey(request.key());
      }
      if (ifMatch != null && current != null && !matches(ifMatch, current)) {
        throw Refusal.precondition("If-Match");
      }
    };
  }

  /** Refuses a source that does not meet the copy's conditions: always with 412, never with 304. */
  static void checkSource(S3Request request, StoredObject source) {
    Failure failure = failure(request, source, "x-amz-copy-source-if-");
    if (failure != null) {
      throw Refusal.precondition("x-amz-copy-source-If-" + failure.condition());
    }
  }

  /** Refuses a read that does not meet its conditions; returns true if the answer is 304. */
  static boolean notModified(S3Request request, StoredObject object) {
    Failure failure = failure(request, object, "if-");
    if (failure != null && !failure.unchanged()) {
      throw Refusal.precondition("If-" + failure.condition());
    }
    return failure != null;
  }

  private static @Nullable Failure failure(S3Request request, StoredObject object, String prefix) {
    String match = request.header(prefix + "match");
    Instant unmodified = date(request.header(prefix + "unmodified-since"));
    if (match != null) {
      if (!matches(match, object)) {
        return new Failure("Match", false);
      }
    } else if (unmodified != null && object.lastModified().isAfter(unmodified)) {
      return new Failure("Unmodified-Since", false);
    }
    String noneMatch = request.header(prefix + "none-match");
    Instant modified = date(request.header(prefix + "modified-since"));
    if (noneMatch != null) {
      if (matches(noneMatch, object)) {
        return new Failure("None-Match", true);
      }
    } else if (modified != null && !object.lastModified().isAfter(modified)) {
      return new Failure("Modified-Since", true);
    }
    return null;
  }

  private static boolean matches(String eTags, StoredObject object) {
    return Arrays.stream(eTags.split(",", -1))
        .map(eTag -> eTag.trim().replace("\"", ""))
        .anyMatch(eTag -> eTag.equals("*") || eTag.equals(object.eTag()));
  }

  private static @Nullable Instant date(@Nullable String header) {
    try {
      return header == null
          ? null
          : ZonedDateTime.parse(header, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
    } catch (DateTimeParseException e) {
      // RFC 9110: a condition with an invalid date is ignored.
      return null;
    }
  }

  private record Failure(String condition, boolean unchanged) {}
}
