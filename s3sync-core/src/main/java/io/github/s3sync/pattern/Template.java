package io.github.s3sync.pattern;

import io.github.s3sync.event.Internal;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Builds a key from literal text and parts of the source's key. Checks of rules look at its parts.
 *
 * @since 0.1.0
 */
@Internal
public final class Template implements KeyMapper {

  private static final Pattern NAMED_GROUP = Pattern.compile("\\(\\?<([a-zA-Z][a-zA-Z0-9]*)>");

  /**
   * Sequences of parts that distinguish any two keys, whatever literal text is between them. In
   * another order they do not: the file name followed by the path is {@code ba/} for both {@code
   * a/b} and {@code /ba}.
   */
  private static final Set<List<String>> WHOLE_KEYS =
      Set.of(List.of("key"), List.of("path", "filename"), List.of("path", "basename", "extension"));

  private final String text;
  private final @Nullable Pattern pattern;
  private final List<Part> parts = new ArrayList<>();
  private final List<String> fromKey = new ArrayList<>();
  private final String literalStart;
  private final List<String> keyParts = new ArrayList<>();
  private final boolean declaredOneToOne;
  private boolean needsMatch;
  private boolean usesTime;

  Template(String text, @Nullable Pattern pattern) {
    this(text, pattern, false);
  }

  private Template(String text, @Nullable Pattern pattern, boolean declaredOneToOne) {
    this.text = text;
    this.pattern = pattern;
    this.declaredOneToOne = declaredOneToOne;
    this.literalStart = parse();
  }

  /** Returns this template, with the declaration that no two keys share a replica. */
  Template oneToOne() {
    return new Template(text, pattern, true);
  }

  /** Parses a template of a user, which may have any length. */
  static Template of(String text, @Nullable Pattern pattern) {
    if (text.length() > KeyFilter.MAX_PATTERN_LENGTH) {
      throw new IllegalArgumentException(
          "key template has over " + KeyFilter.MAX_PATTERN_LENGTH + " characters, the maximum");
    }
    return new Template(text, pattern);
  }

  /**
   * Tells whether every object would get the same key, and that key is a folder or empty.
   *
   * @return true for literal text that is empty or ends with a slash
   */
  public boolean isFolder() {
    return parts.stream().allMatch(Literal.class::isInstance)
        && (text.isEmpty() || text.endsWith("/"));
  }

  /**
   * Tells whether the same key has different replicas at different times.
   *
   * @return true if the template contains a date
   */
  public boolean usesTime() {
    return usesTime;
  }

  /**
   * Tells whether it is certain that no two keys of a bucket share a replica.
   *
   * @return true if the template contains the whole key, or was declared one-to-one
   */
  public boolean isOneToOne() {
    return declaredOneToOne || WHOLE_KEYS.contains(fromKey);
  }

  /**
   * Returns the same mapping as a prefix mapping if it is literal text followed by the whole key;
   * otherwise null.
   */
  @Nullable PrefixMapper asPrefixMapper() {
    boolean isWholeKeyAtTheEnd =
        parts.size() == 3 && fromKey.equals(List.of("key")) && parts.get(2).equals(new Literal(""));
    return isWholeKeyAtTheEnd ? new PrefixMapper("", literalStart) : null;
  }

  @Override
  public boolean keepsRest(String sourcePrefix) {
    return asPrefixMapper() != null;
  }

  /** Escapes text so that a template reads it literally. */
  static String escape(String literal) {
    return literal.replace("{", "{{").replace("}", "}}");
  }

  @Override
  public String map(SourceObject source) {
    Matcher groups = null;
    if (needsMatch && pattern != null) {
      groups = BoundedExpression.matcher(pattern, source.key());
      if (!groups.matches()) {
        throw new UnmappableKeyException("key does not match '" + pattern + "'");
      }
    }
    StringBuilder key = new StringBuilder();
    for (Part part : parts) {
      key.append(part.of(source, groups));
    }
    return key.toString();
  }

  @Override
  public String outputPrefix(String sourcePrefix) {
    PrefixMapper prefixed = asPrefixMapper();
    return prefixed == null ? literalStart : prefixed.outputPrefix(sourcePrefix);
  }

  @Override
  public boolean mayCollide() {
    // Groups may distinguish any two keys, but this cannot be determined here.
    return !declaredOneToOne && (needsMatch || !WHOLE_KEYS.contains(keyParts));
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Template that
        && text.equals(that.text)
        && BoundedExpression.same(pattern, that.pattern)
        && declaredOneToOne == that.declaredOneToOne;
  }

  @Override
  public int hashCode() {
    return text.hashCode();
  }

  @Override
  public String toString() {
    return text;
  }

  /** Fills {@code parts} and returns the literal text at their start. */
  private String parse() {
    StringBuilder literal = new StringBuilder();
    String start = null;
    for (int at = 0; at < text.length(); at++) {
      char c = text.charAt(at);
      boolean doubled = at + 1 < text.length() && text.charAt(at + 1) == c;
      if (c != '{' && c != '}') {
        literal.append(c);
      } else if (doubled) {
        literal.append(c);
        at++;
      } else if (c == '}') {
        throw malformed("has a '}' without '{'; write '}}' for the character itself");
      } else {
        int end = text.indexOf('}', at);
        if (end < 0) {
          throw malformed("has a '{' without '}'; write '{{' for the character itself");
        }
        start = start == null ? literal.toString() : start;
        parts.add(new Literal(literal.toString()));
        literal.setLength(0);
        parts.add(placeholder(text.substring(at + 1, end)));
        at = end;
      }
    }
    parts.add(new Literal(literal.toString()));
    return start == null ? literal.toString() : start;
  }

  private Part placeholder(String name) {
    if (WHOLE_KEYS.stream().anyMatch(parts -> parts.contains(name))) {
      keyParts.add(name);
    }
    if (!name.equals("bucket")) {
      fromKey.add(name);
    }
    return switch (name) {
      case "key" -> (source, groups) -> source.key();
      case "path" -> (source, groups) -> KeyParts.path(source.key());
      case "filename" -> (source, groups) -> KeyParts.filename(source.key());
      case "basename" -> (source, groups) -> KeyParts.basename(source.key());
      case "extension" -> (source, groups) -> KeyParts.extension(source.key());
      case "bucket" -> (source, groups) -> source.bucket();
      default -> name.startsWith("date:") ? date(name.substring("date:".length())) : group(name);
    };
  }

  private Part date(String letters) {
    DateTimeFormatter format;
    String sample;
    try {
      format = DateTimeFormatter.ofPattern(letters, Locale.ROOT).withZone(ZoneOffset.UTC);
      sample = format.format(Instant.EPOCH);
    } catch (RuntimeException e) {
      throw malformed("has the date pattern '" + letters + "': " + e.getMessage());
    }
    if (sample.isEmpty()) {
      throw malformed("has the date pattern '" + letters + "', which produces no text");
    }
    usesTime = true;
    return (source, groups) -> {
      Instant time = source.time();
      if (time == null) {
        throw new UnmappableKeyException(
            "the template '"
                + text
                + "' needs the event's time, which this sender does not provide");
      }
      return format.format(time);
    };
  }

  private Part group(String name) {
    boolean number = name.matches("[0-9]{1,3}");
    if (pattern == null || !hasGroup(pattern, name, number)) {
      throw malformed(
          "names {"
              + name
              + "}, expected {key}, {path}, {filename}, {basename}, {extension}, {bucket},"
              + " {date:...}"
              + (pattern == null ? "" : " or a group of the expression '" + pattern + "'"));
    }
    needsMatch = true;
    return (source, groups) -> {
      String value =
          groups == null
              ? null
              : number ? groups.group(Integer.parseInt(name)) : groups.group(name);
      if (value == null) {
        throw new UnmappableKeyException(
            "the group {" + name + "} did not match any part of the key");
      }
      return value;
    };
  }

  private static boolean hasGroup(Pattern pattern, String name, boolean number) {
    if (number) {
      return Integer.parseInt(name) <= pattern.matcher("").groupCount();
    }
    return NAMED_GROUP
        .matcher(pattern.pattern())
        .results()
        .anyMatch(group -> group.group(1).equals(name));
  }

  private IllegalArgumentException malformed(String problem) {
    return new IllegalArgumentException("key template '" + text + "' " + problem);
  }

  /** Returns one part of the key. */
  private interface Part {
    String of(SourceObject source, @Nullable Matcher groups);
  }

  private record Literal(String text) implements Part {
    @Override
    public String of(SourceObject source, @Nullable Matcher groups) {
      return text;
    }
  }
}
