package io.github.s3sync.option;

import io.github.s3sync.event.Internal;
import io.github.s3sync.event.LogText;
import org.jspecify.annotations.Nullable;

/**
 * Describes a value by its properties on one line, such as {@code access (region x, role y)}.
 *
 * @since 0.1.0
 */
@Internal
public final class Properties {

  private static final int MAX_LENGTH = 200;

  private final StringBuilder text;
  private String separator = " (";

  /**
   * Creates a description without properties.
   *
   * @param what the kind of value
   */
  public Properties(String what) {
    this.text = new StringBuilder(LogText.of(what, MAX_LENGTH));
  }

  /**
   * Adds a property, unless it is null.
   *
   * @param property the name of the property
   * @param value the value, or null
   * @return this description
   */
  public Properties add(String property, @Nullable Object value) {
    if (value != null) {
      text.append(separator).append(property).append(' ');
      text.append(LogText.of(value.toString(), MAX_LENGTH));
      separator = ", ";
    }
    return this;
  }

  /** Adds a property, unless it has its default value. */
  Properties add(String property, Object value, Object byDefault) {
    return value.equals(byDefault) ? this : add(property, value);
  }

  @Override
  public String toString() {
    return separator.equals(", ") ? text + ")" : text.toString();
  }
}
