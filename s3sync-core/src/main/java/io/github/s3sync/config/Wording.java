package io.github.s3sync.config;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.function.UnaryOperator;

/**
 * A text that names variables. A command can replace each of them by the name of its option,
 * without changing a value that only looks like a variable.
 */
final class Wording implements Serializable {

  private static final long serialVersionUID = 1L;

  /** The parts: texts, each followed by the name of a variable. */
  private final ArrayList<String> texts = new ArrayList<>();

  private final ArrayList<String> variables = new ArrayList<>();
  private String last;

  private Wording(String text) {
    this.last = text;
  }

  /** Returns a wording that begins with a text. */
  static Wording of(String text) {
    return new Wording(text);
  }

  /** Returns a wording that begins with the name of a variable, or with a JSON path. */
  static Wording place(String name) {
    return new Wording("").variable(name);
  }

  /** Adds the name of a variable. */
  Wording variable(String name) {
    texts.add(last);
    variables.add(name);
    last = "";
    return this;
  }

  /** Adds a text. */
  Wording text(String text) {
    last += text;
    return this;
  }

  /** Adds another wording. */
  Wording add(Wording other) {
    for (int i = 0; i < other.variables.size(); i++) {
      text(other.texts.get(i)).variable(other.variables.get(i));
    }
    return text(other.last);
  }

  /** Returns the text with other names of variables. */
  String with(UnaryOperator<String> names) {
    StringBuilder all = new StringBuilder();
    for (int i = 0; i < variables.size(); i++) {
      all.append(texts.get(i)).append(names.apply(variables.get(i)));
    }
    return all.append(last).toString();
  }

  @Override
  public String toString() {
    return with(UnaryOperator.identity());
  }
}
