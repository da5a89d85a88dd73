package io.github.s3sync.pattern;

import java.util.regex.Pattern;

/**
 * Maps the key of a source to the key of its replica. Keys are never normalized.
 *
 * <p>Implementations must be immutable and depend only on their argument, so that a duplicate event
 * yields the same key. Rules are equal only if their mappings are, so implementations should define
 * {@code equals} and {@code hashCode}.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface KeyMapper {

  /**
   * Maps one key.
   *
   * @param source the object, as far as it is known without a request to S3
   * @return the replica's key
   * @throws UnmappableKeyException if this mapping cannot map the key; any other exception counts
   *     as a fault of the mapping. Neither stops other rules
   */
  String map(SourceObject source);

  /**
   * Returns a prefix that all mapped keys share. Used to detect loops before they run, so a shorter
   * prefix is safe.
   *
   * @param sourcePrefix the prefix of all source keys
   * @return the known prefix; empty if nothing is known
   */
  default String outputPrefix(String sourcePrefix) {
    return "";
  }

  /**
   * Tells whether the mapping only replaces a prefix: for every source key with the given prefix,
   * the replica's key is {@link #outputPrefix} of that prefix followed by the rest of the source
   * key. Replicas then have the order of their sources, so two listings can be compared side by
   * side, and the key of each replica identifies its source.
   *
   * @param sourcePrefix the prefix of the source keys
   * @return false by default
   */
  default boolean keepsRest(String sourcePrefix) {
    return false;
  }

  /**
   * Tells whether two source keys of a bucket can have the same replica. A rule with such a mapping
   * is allowed, with a warning. It may not delete, because deleting one source would delete the
   * replica of another, and it does not resume multipart copies.
   *
   * @return true by default: only the author of a mapping can rule it out, see {@link #oneToOne}
   */
  default boolean mayCollide() {
    return true;
  }

  /**
   * Declares that no two source keys of a bucket have the same replica under a mapping. If the
   * declaration is wrong, a rule with {@code EventKind.REMOVED} deletes replicas of existing
   * objects.
   *
   * @param mapper the mapping
   * @return the same mapping, with {@link #mayCollide} false
   */
  static KeyMapper oneToOne(KeyMapper mapper) {
    if (mapper instanceof Template template) {
      return template.oneToOne();
    }
    return mapper.mayCollide() ? new OneToOne(mapper) : mapper;
  }

  /**
   * Returns a mapping that keeps the source's key.
   *
   * @return the mapping
   */
  static KeyMapper same() {
    return new PrefixMapper("", "");
  }

  /**
   * Returns a mapping that adds a prefix to the source's key.
   *
   * @param prefix the prefix; no slash is added
   * @return the mapping
   */
  static KeyMapper under(String prefix) {
    return new PrefixMapper("", prefix);
  }

  /**
   * Returns a mapping that replaces the prefix of the source's key.
   *
   * @param prefix the prefix to remove; a key without it cannot be mapped
   * @param replacement the prefix to add
   * @return the mapping
   */
  static KeyMapper replacePrefix(String prefix, String replacement) {
    return new PrefixMapper(prefix, replacement);
  }

  /**
   * Returns a mapping that adds a prefix to the part of the source's key after its last slash.
   * Files of the same name in different folders overwrite each other.
   *
   * @param prefix the prefix; no slash is added
   * @return the mapping
   */
  static KeyMapper flatten(String prefix) {
    return new Template(Template.escape(prefix) + "{filename}", null);
  }

  /**
   * Returns a mapping by a template. The values for {@code in/2026/report.tar.gz} in bucket {@code
   * src}:
   *
   * <ul>
   *   <li>{@code {key}}: {@code in/2026/report.tar.gz}, the same as {@code
   *       {path}{basename}{extension}}
   *   <li>{@code {path}}: {@code in/2026/}, with its last slash, empty if there is none
   *   <li>{@code {filename}}: {@code report.tar.gz}
   *   <li>{@code {basename}}: {@code report.tar}; {@code {extension}}: {@code .gz}, with its dot,
   *       empty if there is none
   *   <li>{@code {bucket}}: {@code src}
   *   <li>{@code {date:yyyy/MM/dd}}: the event's time in UTC, in a pattern of {@code
   *       java.time.format.DateTimeFormatter}
   *   <li>a doubled brace: the brace itself
   * </ul>
   *
   * @param template the template
   * @return the mapping
   * @throws IllegalArgumentException if the template is malformed, names an unknown placeholder, or
   *     is longer than {@link KeyFilter#MAX_PATTERN_LENGTH}
   */
  static KeyMapper template(String template) {
    return Template.of(template, null);
  }

  /**
   * Returns a mapping by a template that can also refer to the groups of an expression that matches
   * the whole key, by number ({@code {1}}) or by name ({@code {year}}).
   *
   * @param template the template
   * @param pattern the expression
   * @return the mapping
   * @throws IllegalArgumentException if the template is malformed, names an unknown placeholder, or
   *     is longer than {@link KeyFilter#MAX_PATTERN_LENGTH}
   */
  static KeyMapper template(String template, Pattern pattern) {
    return Template.of(template, pattern);
  }
}
