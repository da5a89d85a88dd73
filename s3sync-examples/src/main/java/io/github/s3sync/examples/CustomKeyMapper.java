package io.github.s3sync.examples;

import io.github.s3sync.pattern.KeyMapper;
import io.github.s3sync.pattern.SourceObject;
import io.github.s3sync.pattern.UnmappableKeyException;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Sorts files into Hive partitions by the date in their names: {@code orders/report-20260901.csv}
 * becomes {@code lake/orders/dt=2026-09-01/report-20260901.csv}.
 *
 * <p>A template with {@code {date:…}} would use the time of the event, which is another day for a
 * file that arrives late.
 */
public final class CustomKeyMapper implements KeyMapper {

  private static final Pattern DATE =
      Pattern.compile("(?<!\\d)(\\d{4})-?(\\d{2})-?(\\d{2})(?!\\d)");

  private final String prefix;

  /**
   * Creates a mapping.
   *
   * @param prefix the prefix of all replicas' keys; no slash is added
   */
  public CustomKeyMapper(String prefix) {
    this.prefix = prefix;
  }

  @Override
  public String map(SourceObject source) {
    String key = source.key();
    int nameAt = key.lastIndexOf('/') + 1;
    String name = key.substring(nameAt);
    return prefix + key.substring(0, nameAt) + "dt=" + date(name) + "/" + name;
  }

  /** Returns the fixed part only: the position of the date depends on the whole key. */
  @Override
  public String outputPrefix(String sourcePrefix) {
    return prefix;
  }

  /** Returns false: without the partition before the file name, a replica's key is its source's. */
  @Override
  public boolean mayCollide() {
    return false;
  }

  private static LocalDate date(String name) {
    Matcher matcher = DATE.matcher(name);
    if (!matcher.find()) {
      throw new UnmappableKeyException("expected a date such as 2026-09-01 in '" + name + "'");
    }
    try {
      return LocalDate.of(
          Integer.parseInt(matcher.group(1)),
          Integer.parseInt(matcher.group(2)),
          Integer.parseInt(matcher.group(3)));
    } catch (DateTimeException e) {
      throw new UnmappableKeyException("no date in '" + name + "': " + e.getMessage());
    }
  }
}
