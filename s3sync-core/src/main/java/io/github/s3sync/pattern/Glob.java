package io.github.s3sync.pattern;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;

/**
 * Parses globs for keys. The JDK's globs match file paths, which normalize {@code a//b} and {@code
 * a/./b}.
 */
final class Glob {

  private final String glob;
  private final List<GlobMachine.Part> parts = new ArrayList<>();
  private final List<Integer> alternatives = new ArrayList<>();
  private final List<Integer> ends = new ArrayList<>();
  private int at;
  private boolean inBraces;

  private Glob(String glob) {
    this.glob = glob;
  }

  static GlobMachine compile(String glob) {
    if (glob.length() > KeyFilter.MAX_PATTERN_LENGTH) {
      throw new IllegalArgumentException(
          "glob has over " + KeyFilter.MAX_PATTERN_LENGTH + " characters, the maximum");
    }
    return new GlobMachine(new Glob(glob).read());
  }

  private List<GlobMachine.Part> read() {
    while (at < glob.length()) {
      int c = next();
      switch (c) {
        case '*' -> parts.add(new GlobMachine.Run(take('*') ? Glob::isAny : Glob::isNoSlash));
        case '?' -> parts.add(new GlobMachine.One(Glob::isNoSlash));
        case '[' -> set();
        case '{' -> openBrace();
        case '}' -> closeBrace(c);
        case ',' -> comma(c);
        case '\\' -> escaped();
        default -> literal(c);
      }
    }
    if (inBraces) {
      throw malformed("'{' without '}'");
    }
    return parts;
  }

  private void set() {
    boolean negated = take('!');
    List<int[]> ranges = new ArrayList<>();
    int first = at;
    while (at == first || !take(']')) { // a leading bracket is a member of the set
      int low = member();
      int high = low;
      if (glob.startsWith("-", at) && !glob.startsWith("]", at + 1)) {
        at++;
        high = member();
      }
      if (high < low) {
        throw malformed("a range in '[]' that runs backwards");
      }
      ranges.add(new int[] {low, high});
    }
    IntPredicate listed = c -> ranges.stream().anyMatch(range -> range[0] <= c && c <= range[1]);
    parts.add(new GlobMachine.One(negated ? listed.negate().and(Glob::isNoSlash) : listed));
  }

  private int member() {
    take('\\');
    if (at >= glob.length()) {
      throw malformed("'[' without ']'");
    }
    return next();
  }

  private int next() {
    int c = glob.codePointAt(at);
    at += Character.charCount(c);
    return c;
  }

  private boolean take(char wanted) {
    boolean there = at < glob.length() && glob.charAt(at) == wanted;
    at += there ? 1 : 0;
    return there;
  }

  /**
   * Adds a fork at an opening brace that leads to each alternative. A fork behind each alternative
   * leads to the end.
   */
  private void openBrace() {
    if (inBraces) {
      throw malformed("'{' inside '{'");
    }
    inBraces = true;
    alternatives.clear();
    ends.clear();
    ends.add(parts.size());
    fork();
    alternatives.add(parts.size());
  }

  private void comma(int c) {
    if (!inBraces) {
      literal(c);
      return;
    }
    ends.add(parts.size());
    fork();
    alternatives.add(parts.size());
  }

  private void closeBrace(int c) {
    if (!inBraces) {
      literal(c);
      return;
    }
    inBraces = false;
    ends.forEach(end -> parts.set(end, new GlobMachine.Fork(List.of(parts.size()))));
    parts.set(ends.get(0), new GlobMachine.Fork(List.copyOf(alternatives)));
  }

  /** Adds a fork whose targets are filled in later. */
  private void fork() {
    parts.add(new GlobMachine.Fork(List.of()));
  }

  private void escaped() {
    if (at == glob.length()) {
      throw malformed("'\\' at its end");
    }
    literal(next());
  }

  private void literal(int c) {
    parts.add(new GlobMachine.One(key -> key == c));
  }

  private static boolean isAny(int c) {
    return true;
  }

  private static boolean isNoSlash(int c) {
    return c != '/';
  }

  private IllegalArgumentException malformed(String problem) {
    return new IllegalArgumentException("glob '" + glob + "' has " + problem);
  }
}
