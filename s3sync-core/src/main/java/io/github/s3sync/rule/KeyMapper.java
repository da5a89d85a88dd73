package io.github.s3sync.rule;

import io.github.s3sync.event.ObjectEvent;
import io.github.s3sync.key.ObjectRef;
import java.util.regex.Pattern;

/**
 * Under which key the replica stands. Nothing is ever normalised: literal text is literal.
 *
 * <p>Implementations are immutable and depend on nothing but their arguments, so that an event that
 * comes twice gives the same key.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface KeyMapper {

  /**
   * Maps one key.
   *
   * @param source the object, its key as stored
   * @param event the event it comes from, for its time
   * @return the replica's key
   * @throws UnmappableKeyException if this mapping has no answer; any other exception counts as a
   *     fault of the mapping, and neither stops other rules
   */
  String map(ObjectRef source, ObjectEvent event);

  /**
   * How every mapped key begins. Used to find loops before they run, so a shorter answer is safe.
   *
   * @param sourcePrefix how every source key begins
   * @return what is known of the beginning; empty if nothing is
   */
  default String outputPrefix(String sourcePrefix) {
    return "";
  }

  /**
   * Whether two source keys of a bucket can have the same replica. Such a rule is allowed, with a
   * warning, but it may not delete, because the end of one source would delete the replica of
   * another, and it does not resume copies in parts.
   *
   * @return true by default: only the author of a mapping knows that they cannot, see {@link
   *     #oneToOne}
   */
  default boolean mayCollide() {
    return true;
  }

  /**
   * Returns a mapping with the assurance of its author that no two source keys of a bucket have the
   * same replica. If that is not so, a rule with {@code EventKind.REMOVED} deletes replicas of
   * objects that exist.
   *
   * @param mapper the mapping
   * @return the same mapping, whose {@link #mayCollide} is false
   */
  static KeyMapper oneToOne(KeyMapper mapper) {
    if (mapper instanceof Template template) {
      return template.oneToOne();
    }
    return mapper.mayCollide() ? new OneToOne(mapper) : mapper;
  }

  /**
   * The source's own key.
   *
   * @return the mapping
   */
  static KeyMapper same() {
    return new Prefixed("", "");
  }

  /**
   * The source's key, below a prefix.
   *
   * @param prefix what is put in front; no slash is added
   * @return the mapping
   */
  static KeyMapper under(String prefix) {
    return new Prefixed("", prefix);
  }

  /**
   * The source's key with one beginning taken off and another put on.
   *
   * @param prefix what is taken off; a key without it is unmappable
   * @param replacement what is put on
   * @return the mapping
   */
  static KeyMapper replacePrefix(String prefix, String replacement) {
    return new Prefixed(prefix, replacement);
  }

  /**
   * The part of the source's key behind its last slash, below a prefix. Files of one name in
   * different folders overwrite each other.
   *
   * @param prefix what is put in front; no slash is added
   * @return the mapping
   */
  static KeyMapper flatten(String prefix) {
    return new Template(Template.escape(prefix) + "{filename}", null);
  }

  /**
   * A template. For {@code in/2026/report.tar.gz} of bucket {@code src}:
   *
   * <ul>
   *   <li>{@code {key}}: {@code in/2026/report.tar.gz}, the same as {@code
   *       {path}{basename}{extension}}
   *   <li>{@code {path}}: {@code in/2026/}, with its last slash, empty where there is none
   *   <li>{@code {filename}}: {@code report.tar.gz}
   *   <li>{@code {basename}}: {@code report.tar}; {@code {extension}}: {@code .gz}, with its dot,
   *       empty where there is none
   *   <li>{@code {bucket}}: {@code src}
   *   <li>{@code {date:yyyy/MM/dd}}: the event's time in UTC, in the letters of {@code
   *       java.time.format.DateTimeFormatter}
   *   <li>a doubled brace: the brace itself
   * </ul>
   *
   * @param template the template
   * @return the mapping
   * @throws IllegalArgumentException if the template is malformed, names what does not exist, or is
   *     longer than {@link KeyFilter#MAX_PATTERN_LENGTH}
   */
  static KeyMapper template(String template) {
    return Template.of(template, null);
  }

  /**
   * A template that can also name the groups of an expression that matches the whole key, by number
   * ({@code {1}}) or by name ({@code {year}}).
   *
   * @param template the template
   * @param pattern the expression
   * @return the mapping
   * @throws IllegalArgumentException if the template is malformed, names what does not exist, or is
   *     longer than {@link KeyFilter#MAX_PATTERN_LENGTH}
   */
  static KeyMapper template(String template, Pattern pattern) {
    return Template.of(template, pattern);
  }
}
