package io.github.s3sync.fuzz;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/**
 * Replaces some characters of a text.
 *
 * @param place the position, in thousandths of the text's length
 * @param removed how many characters are removed, if the text is long enough
 * @param put the text to insert
 */
record Mutation(int place, int removed, String put) {

  private static final List<String> NASTY =
      List.of(
          "",
          "{",
          "}",
          "[",
          "]",
          "\"",
          ",",
          ":",
          "\\",
          "\\u0000",
          "\\ud800",
          "\uD800",
          "\u0000",
          "\u2028",
          "\u0085",
          "\uFEFF",
          "null",
          "true",
          "-1",
          "1e999",
          "9".repeat(120),
          "{}",
          "[]",
          "\"\"",
          "%",
          "%FF",
          "+",
          "/",
          "*",
          "(",
          "x".repeat(300),
          "😀",
          "\n",
          "=",
          "\"key\":1,",
          "[".repeat(70),
          "aws:sqs",
          "Records",
          "\"Records\":[{}],",
          "s3://",
          "{key}",
          "{date:");

  /** Generates texts of a corpus with a few changes each. */
  static Arbitrary<String> of(List<String> corpus) {
    Arbitrary<Mutation> mutation =
        Combinators.combine(
                Arbitraries.integers().between(0, 1000),
                Arbitraries.oneOf(
                    Arbitraries.integers().between(0, 3), Arbitraries.integers().between(0, 400)),
                Arbitraries.oneOf(Arbitraries.of(NASTY), Arbitraries.of(corpus)))
            .as(Mutation::new);
    return Combinators.combine(Arbitraries.of(corpus), mutation.list().ofMaxSize(5))
        .as(Mutation::mutate);
  }

  private static String mutate(String text, List<Mutation> mutations) {
    String mutated = text;
    for (Mutation mutation : mutations) {
      mutated = mutation.apply(mutated);
    }
    return mutated;
  }

  private String apply(String text) {
    int from = (int) ((long) text.length() * place / 1000);
    int to = Math.min(text.length(), from + removed);
    return text.substring(0, from) + put + text.substring(to);
  }
}
