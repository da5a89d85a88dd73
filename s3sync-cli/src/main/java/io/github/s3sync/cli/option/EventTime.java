package io.github.s3sync.cli.option;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * Sets the time of the events that a command creates, for rules whose keys contain a date.
 *
 * @param fixed the same time for all objects; null for the last modification of each
 */
public record EventTime(@Nullable Instant fixed) {

  private static final String MODIFIED = "modified";

  /** Parses {@code 2026-11-29}, {@code 2026-11-29T10:20:30Z} or {@code modified}. */
  public static final class Converter implements ITypeConverter<EventTime> {

    @Override
    public EventTime convert(String text) {
      if (text.equals(MODIFIED)) {
        return new EventTime(null);
      }
      try {
        return new EventTime(
            text.contains("T")
                ? Instant.parse(text)
                : LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant());
      } catch (DateTimeParseException e) {
        throw new TypeConversionException(
            "it is '"
                + text
                + "', expected a date such as 2026-11-29, a time such as 2026-11-29T10:20:30Z, or "
                + MODIFIED);
      }
    }
  }
}
