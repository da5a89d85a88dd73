package io.github.s3sync.event;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/** The bodies under {@code events/}, and bodies made around one value. */
public final class Bodies {

  private Bodies() {}

  /** A file of {@code events/}. */
  public static String file(String name) {
    try (InputStream in = Bodies.class.getResourceAsStream("/events/" + name)) {
      return new String(Objects.requireNonNull(in, name).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** An S3 notification of these records. */
  public static String records(String... records) {
    return "{\"Records\":[" + String.join(",", records) + "]}";
  }

  /** A record of S3's whose {@code s3.object} is this JSON. */
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

  /** A record of S3's for a key as sent. */
  public static String recordOf(String rawKey) {
    return record("{\"key\":" + quoted(rawKey) + "}");
  }

  /** JSON text in an SNS envelope. */
  static String inSns(String message) {
    return "{\"Type\":\"Notification\",\"Message\":" + quoted(message) + "}";
  }

  /** A JSON string. */
  public static String quoted(String text) {
    return '"'
        + text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n").replace("\r", "\\r")
        + '"';
  }
}
