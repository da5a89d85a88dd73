package io.github.s3sync.pattern;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** One part of a glob, matched by trying all possibilities: slow but obviously correct. */
public sealed interface GlobPart {

  /** Returns the text of the part. */
  String text();

  /**
   * Returns the positions in a key of code points at which the part can end if it starts at a given
   * position.
   */
  Set<Integer> ends(List<Integer> key, int from);

  /** Tells whether the parts together match a whole key. */
  static boolean match(List<GlobPart> parts, String key) {
    List<Integer> codePoints = key.codePoints().boxed().toList();
    return after(parts, codePoints, 0).contains(codePoints.size());
  }

  /** Returns the text of the parts together. Two consecutive stars would be a different part. */
  static String text(List<GlobPart> parts) {
    return parts.stream().map(GlobPart::text).collect(Collectors.joining());
  }

  private static Set<Integer> after(List<GlobPart> parts, List<Integer> key, int from) {
    Set<Integer> ends = Set.of(from);
    for (GlobPart part : parts) {
      Set<Integer> next = new TreeSet<>();
      ends.forEach(end -> next.addAll(part.ends(key, end)));
      ends = next;
    }
    return ends;
  }

  /** A literal character. */
  record Literal(int character) implements GlobPart {
    @Override
    public String text() {
      String text = Character.toString(character);
      return "*?[]{},\\".contains(text) ? "\\" + text : text;
    }

    @Override
    public Set<Integer> ends(List<Integer> key, int from) {
      return from < key.size() && key.get(from) == character ? Set.of(from + 1) : Set.of();
    }
  }

  /** A question mark. */
  record One() implements GlobPart {
    @Override
    public String text() {
      return "?";
    }

    @Override
    public Set<Integer> ends(List<Integer> key, int from) {
      return from < key.size() && key.get(from) != '/' ? Set.of(from + 1) : Set.of();
    }
  }

  /** One star, or two, which also match slashes. */
  record Run(boolean passesSlashes) implements GlobPart {
    @Override
    public String text() {
      return passesSlashes ? "**" : "*";
    }

    @Override
    public Set<Integer> ends(List<Integer> key, int from) {
      Set<Integer> ends = new TreeSet<>(Set.of(from));
      for (int at = from; at < key.size() && (passesSlashes || key.get(at) != '/'); at++) {
        ends.add(at + 1);
      }
      return ends;
    }
  }

  /** Square brackets around ranges, each of which may be one character. */
  record OneOf(boolean negated, List<List<Integer>> ranges) implements GlobPart {
    @Override
    public String text() {
      StringBuilder text = new StringBuilder(negated ? "[!" : "[");
      for (List<Integer> range : ranges) {
        text.append("\\").append(Character.toString(range.get(0)));
        if (!range.get(0).equals(range.get(1))) {
          text.append("-\\").append(Character.toString(range.get(1)));
        }
      }
      return text.append("]").toString();
    }

    @Override
    public Set<Integer> ends(List<Integer> key, int from) {
      if (from == key.size() || (negated && key.get(from) == '/')) {
        return Set.of();
      }
      int c = key.get(from);
      boolean listed = ranges.stream().anyMatch(range -> range.get(0) <= c && c <= range.get(1));
      return listed != negated ? Set.of(from + 1) : Set.of();
    }
  }

  /** Braces around alternatives. */
  record Either(List<List<GlobPart>> alternatives) implements GlobPart {
    @Override
    public String text() {
      List<String> texts = new ArrayList<>();
      alternatives.forEach(alternative -> texts.add(GlobPart.text(alternative)));
      return "{" + String.join(",", texts) + "}";
    }

    @Override
    public Set<Integer> ends(List<Integer> key, int from) {
      Set<Integer> ends = new TreeSet<>();
      alternatives.forEach(alternative -> ends.addAll(after(alternative, key, from)));
      return ends;
    }
  }
}
