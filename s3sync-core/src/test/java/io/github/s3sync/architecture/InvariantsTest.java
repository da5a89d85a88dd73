package io.github.s3sync.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Checks that every promise in {@code docs/invariants.md} names existing tests. */
class InvariantsTest {

  private static final Path REPOSITORY = Path.of("").toAbsolutePath().getParent();
  private static final String TEST = "`(?:([\\w-]+)/)?(\\w+)(?:#(\\w+))?`";
  private static final Pattern PROMISE =
      Pattern.compile("- .+\\. Enforced by: (" + TEST + "(?:, " + TEST + ")*)");

  /** All annotations of tests are in packages of JUnit, jqwik and Jazzer. */
  private static final String RUN =
      "org\\.junit\\..*Test(Factory)?|net\\.jqwik\\.api\\.Property|com\\.code_intelligence\\..*FuzzTest";

  /** Returns the problem of a promise, or null. */
  private static @Nullable String problem(String line) throws IOException {
    Matcher promise = PROMISE.matcher(line);
    if (!promise.matches()) {
      return "no test is named: " + line;
    }
    Matcher test = Pattern.compile(TEST).matcher(promise.group(1));
    while (test.find()) {
      if (!exists(test.group(1), test.group(2), test.group(3))) {
        return "no such test: " + test.group();
      }
    }
    return null;
  }

  private static boolean exists(@Nullable String module, String name, @Nullable String method)
      throws IOException {
    Path tests = tests(module == null ? "s3sync-core" : module);
    if (!Files.isDirectory(tests)) {
      return false;
    }
    Optional<Path> source;
    try (Stream<Path> files = Files.walk(tests)) {
      source = files.filter(file -> file.endsWith(name + ".java")).findFirst();
    }
    if (source.isEmpty() || method == null) {
      return source.isPresent() && module != null;
    }
    return module == null
        ? isTest(tests.relativize(source.get()), method)
        : Files.readString(source.get()).contains(" " + method + "(");
  }

  /** Returns the tests of a module, which is at the root or in {@code lab}. */
  private static Path tests(String module) {
    Path atRoot = REPOSITORY.resolve(module);
    Path folder = Files.isDirectory(atRoot) ? atRoot : REPOSITORY.resolve("lab").resolve(module);
    return folder.resolve("src/test/java");
  }

  /** Tells whether a method is a test: {@code @Test} and similar annotations, or a property. */
  private static boolean isTest(Path source, String method) {
    String type = source.toString().replace(".java", "").replaceAll("[/\\\\]", ".");
    try {
      return Arrays.stream(Class.forName(type).getDeclaredMethods())
          .filter(declared -> declared.getName().equals(method))
          .flatMap(declared -> Arrays.stream(declared.getAnnotations()))
          .anyMatch(a -> a.annotationType().getName().matches(RUN));
    } catch (ClassNotFoundException e) {
      return false;
    }
  }

  @Test
  void promises_all_nameTestsThatExist() throws IOException {
    List<String> promises =
        Files.readAllLines(REPOSITORY.resolve("docs/invariants.md")).stream()
            .filter(line -> line.startsWith("- "))
            .toList();

    assertThat(promises).hasSizeGreaterThan(40);
    for (String promise : promises) {
      assertThat(problem(promise)).isNull();
    }
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '"',
      delimiter = '|',
      value = {
        "- It works.|no test is named",
        "- It works. Enforced by: good will|no test is named",
        "- It works. Enforced by: `NoSuchTest#a_b_c`|no such test",
        "- It works. Enforced by: `InvariantsTest#problem`|no such test",
        "- It works. Enforced by: `InvariantsTest`|no such test",
        "- It works. Enforced by: `no-module/InvariantsTest`|no such test",
        "- It works. Enforced by: `s3sync-core/NoSuchTest`|no such test",
        "- It works. Enforced by: `s3sync-core/InvariantsTest#a_b_c`|no such test",
        "- It works. Enforced by: `s3sync-core/InvariantsTest`, `NoSuchTest#a`|no such test",
      })
  void promise_withoutATest_isNoticed(String line, String problem) throws IOException {
    assertThat(problem(line)).startsWith(problem);
  }
}
