package io.github.s3sync.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/**
 * Checks that {@code docs/architecture.md} lists every file of the engine and of its adapters, and
 * no other file.
 */
class ArchitecturePageTest {

  private static final Path REPOSITORY = Path.of("").toAbsolutePath().getParent();
  private static final List<String> MODULES = List.of("s3sync-core", "s3sync-sqs", "s3sync-lambda");
  private static final Pattern TYPE = Pattern.compile("\\b[A-Z][A-Za-z0-9]+\\b");

  private static String map() throws IOException {
    String page = Files.readString(REPOSITORY.resolve("docs/architecture.md"));
    String behind = page.split("## Packages of s3sync-core\n", -1)[1];
    return behind.split("## To add something\n", -1)[0];
  }

  private static SortedSet<String> types(String module) throws IOException {
    try (Stream<Path> files = Files.walk(REPOSITORY.resolve(module).resolve("src/main/java"))) {
      SortedSet<String> types = new TreeSet<>();
      files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(".java") && !name.equals("package-info.java"))
          .forEach(name -> types.add(name.replace(".java", "")));
      return types;
    }
  }

  @ParameterizedTest
  @FieldSource("MODULES")
  void page_everyFile_isOnTheMap(String module) throws IOException {
    SortedSet<String> missing = types(module);

    TYPE.matcher(map()).results().forEach(type -> missing.remove(type.group()));

    assertThat(missing).as("files of %s that docs/architecture.md does not list", module).isEmpty();
  }

  @Test
  void page_everyListedType_exists() throws IOException {
    SortedSet<String> listed = new TreeSet<>();
    int column = 0;
    for (String line : map().lines().filter(row -> row.startsWith("|")).toList()) {
      List<String> cells = List.of(line.split("\\|", -1));
      if (cells.contains(" files ")) {
        column = cells.indexOf(" files ");
      } else {
        String files = cells.get(column).replaceAll("\\(.*?\\)", "");
        TYPE.matcher(files).results().forEach(type -> listed.add(type.group()));
      }
    }

    assertThat(listed).hasSizeGreaterThan(150);
    for (String module : MODULES) {
      listed.removeAll(types(module));
    }
    assertThat(listed).as("types that docs/architecture.md lists and that do not exist").isEmpty();
  }
}
