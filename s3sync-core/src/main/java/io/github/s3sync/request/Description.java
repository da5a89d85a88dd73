package io.github.s3sync.request;

import io.github.s3sync.event.Internal;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;

/**
 * Holds the properties that a replica always gets from its source: the headers that describe the
 * content, and the user metadata with names in lower case.
 */
@Internal
public record Description(Map<String, String> headers, Map<String, String> metadata) {

  public static final String CONTENT_TYPE = "Content-Type";

  /** The headers. Their order is part of the {@link Provenance} in replicas. */
  static final List<String> HEADERS =
      List.of(
          CONTENT_TYPE,
          "Cache-Control",
          "Content-Disposition",
          "Content-Encoding",
          "Content-Language",
          "Expires");

  /** Describes an object with the values of its store. */
  public static Description of(HeadObjectResponse head) {
    return of(head, value -> value);
  }

  /**
   * Describes an object.
   *
   * @param spelling normalizes the spelling of a value
   */
  public static Description of(HeadObjectResponse head, UnaryOperator<String> spelling) {
    Map<String, String> headers = new LinkedHashMap<>();
    for (String name : HEADERS) {
      String value = value(head, name);
      if (value != null) {
        headers.put(name, spelling.apply(value));
      }
    }
    Map<String, String> metadata = new TreeMap<>();
    Provenance.without(head.metadata())
        .forEach((name, value) -> metadata.put(lower(name), spelling.apply(value)));
    return new Description(
        Collections.unmodifiableMap(headers), Collections.unmodifiableMap(metadata));
  }

  /** Describes the same object without some of its headers. */
  Description without(Set<String> dropped) {
    Map<String, String> kept = new LinkedHashMap<>(headers);
    kept.keySet().removeAll(dropped);
    return new Description(Collections.unmodifiableMap(kept), metadata);
  }

  /**
   * Returns a name in lower case: names of headers are case-insensitive, and not every store keeps
   * their case.
   */
  private static String lower(String name) {
    return name.toLowerCase(Locale.ROOT);
  }

  private static @Nullable String value(HeadObjectResponse head, String header) {
    return switch (header) {
      case CONTENT_TYPE -> head.contentType();
      case "Cache-Control" -> head.cacheControl();
      case "Content-Disposition" -> head.contentDisposition();
      case "Content-Encoding" -> ReplicaProperties.contentEncoding(head);
      case "Content-Language" -> head.contentLanguage();
      case "Expires" -> head.expiresString();
      default -> throw new IllegalArgumentException(header);
    };
  }
}
