package io.github.s3sync.pattern;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Checks that neither the name of an object nor a pattern determines how long a key is matched. */
class HostilePatternPropertyTest {

  @Provide
  Arbitrary<String> hostileGlobs() {
    return Arbitraries.of("*", "**", "?", "a", "-", "[a-]", "[!b]", "{a,*,-*}", "{**a,*-,}", "/")
        .list()
        .ofMinSize(1)
        .ofMaxSize(200)
        .map(parts -> String.join("", parts));
  }

  @Provide
  Arbitrary<String> hostileKeys() {
    Arbitrary<String> repeated =
        Arbitraries.of("a", "-", "a-", "aa-a", "/a").flatMap(this::repeated);
    return repeated.flatMap(start -> Arbitraries.of("", "b", "x/").map(end -> start + end));
  }

  private Arbitrary<String> repeated(String part) {
    return Arbitraries.integers().between(1, 1000 / part.length()).map(part::repeat);
  }

  /** Expressions whose parts can match the same text in many ways. */
  @Provide
  Arbitrary<String> hostileExpressions() {
    return expressions(4);
  }

  private Arbitrary<String> expressions(int depth) {
    Arbitrary<String> simple = Arbitraries.of("a", "a*", "-", ".", "[a-]", "\\w", "^", "$", "");
    if (depth == 0) {
      return simple;
    }
    Arbitrary<String> inner = expressions(depth - 1);
    return Arbitraries.oneOf(
        simple,
        inner.map(part -> "(" + part + ")+"),
        inner.map(part -> "(" + part + ")*"),
        inner.map(part -> "(?:" + part + "|a)?"),
        inner.map(part -> "(?=" + part + ").*"),
        inner.map(part -> "(" + part + ")\\1*"),
        inner.list().ofSize(2).map(parts -> String.join("", parts)),
        inner.list().ofSize(2).map(parts -> String.join("|", parts)));
  }

  @Property(tries = 300, edgeCases = EdgeCasesMode.NONE)
  void glob_anyGlobAndKey_takesNoMoreStepsThanTheProductOfTheirLengths(
      @ForAll("hostileGlobs") String glob, @ForAll("hostileKeys") String key) {
    long bound = 4L * (key.length() + 1) * (glob.length() + 1);

    assertThat(Glob.compile(glob).steps(key)).isLessThanOrEqualTo(bound);
  }

  @Property(tries = 60, edgeCases = EdgeCasesMode.NONE)
  void matching_anyExpressionAndKey_answersOrEndsAtTheLimit(
      @ForAll("hostileExpressions") String expression, @ForAll("hostileKeys") String key) {
    KeyFilter filter = filter(expression);
    try {
      filter.accepts(SourceObject.of("src", key));
    } catch (ExpressionTooSlowException | StackOverflowError e) {
      assertThat(e).isNotNull();
    }
  }

  private static KeyFilter filter(String expression) {
    try {
      return KeyFilter.matching(Pattern.compile(expression));
    } catch (PatternSyntaxException e) {
      Assume.that(false);
      throw e;
    }
  }
}
