package io.github.s3sync.examples.cli;

import io.github.s3sync.key.ObjectRef;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads the address of an object. Nothing is decoded: {@code +} and {@code %20} are of the key. */
final class S3UriConverter implements ITypeConverter<ObjectRef> {

  private static final Pattern URI = Pattern.compile("s3://([^/]+)/(.+)", Pattern.DOTALL);

  @Override
  public ObjectRef convert(String text) {
    Matcher uri = URI.matcher(text);
    if (!uri.matches()) {
      throw new TypeConversionException("it is '" + text + "', expected s3://bucket/key");
    }
    return new ObjectRef(uri.group(1), uri.group(2));
  }
}
