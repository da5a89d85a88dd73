package io.github.s3sync.rule;

import java.util.regex.Pattern;

/**
 * Globs over keys. The JDK's own work on file paths, which normalise {@code a//b} and {@code
 * a/./b}.
 */
final class Glob {

  private final String glob;
  private final StringBuilder regex = new StringBuilder();
  private int at;
  private boolean inBraces;

  private Glob(String glob) {
    this.glob = glob;
  }

  static Pattern compile(String glob) {
    if (glob.length() > KeyFilter.MAX_PATTERN_LENGTH) {
      throw new IllegalArgumentException(
          "glob has over " + KeyFilter.MAX_PATTERN_LENGTH + " characters, the most that is read");
    }
    return Pattern.compile(new Glob(glob).translate(), Pattern.DOTALL);
  }

  private String translate() {
    while (at < glob.length()) {
      int c = glob.codePointAt(at);
      at += Character.charCount(c);
      switch (c) {
        case '*' -> star();
        case '?' -> regex.append("[^/]");
        case '[' -> set();
        case '{' -> openBrace();
        case '}' -> closeBrace();
        case ',' -> regex.append(inBraces ? "|" : ",");
        case '\\' -> escaped();
        default -> literal(c);
      }
    }
    if (inBraces) {
      throw malformed("'{' without '}'");
    }
    return regex.toString();
  }

  private void star() {
    if (at < glob.length() && glob.charAt(at) == '*') {
      at++;
      regex.append(".*");
    } else {
      regex.append("[^/]*");
    }
  }

  private void set() {
    boolean negated = take('!');
    regex.append(negated ? "[^/" : "[");
    int first = at;
    while (at == first || !take(']')) { // a bracket that comes first is a member
      int low = member();
      int high = low;
      if (glob.startsWith("-", at) && !glob.startsWith("]", at + 1)) {
        at++;
        high = member();
      }
      if (high < low) {
        throw malformed("a range in '[]' that runs backwards");
      }
      regex.append(String.format("\\x{%x}-\\x{%x}", low, high));
    }
    regex.append(']');
  }

  private int member() {
    take('\\');
    if (at >= glob.length()) {
      throw malformed("'[' without ']'");
    }
    int c = glob.codePointAt(at);
    at += Character.charCount(c);
    return c;
  }

  private boolean take(char wanted) {
    boolean there = at < glob.length() && glob.charAt(at) == wanted;
    at += there ? 1 : 0;
    return there;
  }

  private void openBrace() {
    if (inBraces) {
      throw malformed("'{' inside '{'");
    }
    inBraces = true;
    regex.append("(?:");
  }

  private void closeBrace() {
    regex.append(inBraces ? ")" : "\\}");
    inBraces = false;
  }

  private void escaped() {
    if (at == glob.length()) {
      throw malformed("'\\' at its end");
    }
    int c = glob.codePointAt(at);
    at += Character.charCount(c);
    literal(c);
  }

  private void literal(int c) {
    regex.append(Pattern.quote(Character.toString(c)));
  }

  private IllegalArgumentException malformed(String problem) {
    return new IllegalArgumentException("glob '" + glob + "' has " + problem);
  }
}
