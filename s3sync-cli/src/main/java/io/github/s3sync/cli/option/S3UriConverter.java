package io.github.s3sync.cli.option;

import io.github.s3sync.key.ObjectRef;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * Parses the URI of an object. The text is not decoded: {@code +} and {@code %20} belong to the
 * key.
 */
public final class S3UriConverter implements ITypeConverter<ObjectRef> {

  private static final Pattern URI = Pattern.compile("s3://([^/]+)/(.+)", Pattern.DOTALL);

  @Override
  public ObjectRef convert(String text) {
    Matcher uri = URI.matcher(text);
    if (!uri.matches()) {
      throw new TypeConversionException("it is '" + text + "', expected s3://bucket/key");
    }
    return new ObjectRef(uri.group(1), uri.group(2));
  }

  /**
   * Parses the URI of an object.
   *
   * @throws UsageException if it is not a URI of an object; the message contains its position
   */
  public static ObjectRef read(String text, String where) {
    try {
      return new S3UriConverter().convert(text);
    } catch (TypeConversionException e) {
      throw new UsageException(where + ": " + e.getMessage(), e);
    }
  }

  /**
   * Parses a prefix, which may be empty: {@code s3://bucket} and {@code s3://bucket/} match all
   * keys.
   *
   * @throws UsageException if it is not a prefix
   */
  public static ObjectRef readPrefix(String text) {
    String uri = text.matches("s3://[^/]+") ? text + "/" : text;
    Matcher bucket = Pattern.compile("s3://([^/]+)/(.*)", Pattern.DOTALL).matcher(uri);
    if (!bucket.matches()) {
      throw new UsageException("it is '" + text + "', expected s3://bucket/prefix");
    }
    return new ObjectRef(bucket.group(1), bucket.group(2));
  }
}
