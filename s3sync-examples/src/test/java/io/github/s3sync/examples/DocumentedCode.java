package io.github.s3sync.examples;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Compares the first Java code of a page with the class in which it is compiled. */
final class DocumentedCode {

  private DocumentedCode() {}

  /** Returns its lines without spaces and comments, except text that only the page contains. */
  static List<String> lines(String page, String onlyThere) throws IOException {
    String text = Files.readString(Path.of("..").resolve(page));
    String code = text.split("```java\n", -1)[1].split("```", -1)[0];
    return code.replaceAll("//.*", "")
        .replace(onlyThere, "")
        .lines()
        .map(DocumentedCode::flat)
        .filter(line -> !line.isEmpty())
        .toList();
  }

  /** Returns the source of an example without spaces. */
  static String compiled(Class<?> example) throws IOException {
    return compiled(example, "main");
  }

  /** Returns the source of an example among the tests without spaces. */
  static String compiledTest(Class<?> example) throws IOException {
    return compiled(example, "test");
  }

  private static String compiled(Class<?> example, String set) throws IOException {
    Path sources = Path.of("src", set, "java/io/github/s3sync/examples");
    return flat(Files.readString(sources.resolve(example.getSimpleName() + ".java")));
  }

  private static String flat(String text) {
    return text.replaceAll("\\s+", "");
  }
}
