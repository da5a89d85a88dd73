package io.github.s3sync.event;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/** Provides the bodies under {@code events/}, and bodies built around one value. */
public final class Bodies {

  private Bodies() {}

  /** Returns a file of {@code events/}. */
  public static String file(String name) {
    try (InputStream in = Bodies.class.getResourceAsStream("/events/" + name)) {
      return new String(Objects.requireNonNull(in, name).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns an S3 notification with these records. */
  public static String records(String... records) {
    return "{\"Records\":[" + String.join(",", records) + "]}";
  }

  /** Returns an S3 record whose {@code s3.object} is this JSON. */
  public static String record(String object) {
    return record("\"aws:s3\"", object);
  }

  static String record(String eventSource, String object) {
    return "{\"eventVersion\":\"2.1\",\"eventName\":\"ObjectCreated:Put\",\"eventSource\":"
        + eventSource
        + ",\"s3\":{\"bucket\":{\"name\":\"src\"},\"object\":"
        + object
        + "}}";
  }

  /** Returns an S3 record for a key as sent. */
  public static String recordOf(String rawKey) {
    return record("{\"key\":" + quoted(rawKey) + "}");
  }

  /** Returns JSON text in an SNS envelope. */
  static String inSns(String message) {
    return "{\"Type\":\"Notification\",\"Message\":" + quoted(message) + "}";
  }

  /** Returns a JSON string. */
  public static String quoted(String text) {
    return '"'
        + text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n").replace("\r", "\\r")
        + '"';
  }
}
