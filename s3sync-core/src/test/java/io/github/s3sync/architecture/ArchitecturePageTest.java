package io.github.s3sync.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * {@code docs/architecture.md} lists every file of the engine and of its adapters, and no other.
 */
class ArchitecturePageTest {

  private static final Path REPOSITORY = Path.of("").toAbsolutePath().getParent();
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
  @ValueSource(strings = {"s3sync-core", "s3sync-sqs", "s3sync-lambda"})
  void page_everyFile_isOnTheMap(String module) throws IOException {
    SortedSet<String> missing = types(module);

    TYPE.matcher(map()).results().forEach(type -> missing.remove(type.group()));

    assertThat(missing).as("files of %s that docs/architecture.md does not list", module).isEmpty();
  }

  @Test
  void page_everyBoldType_exists() throws IOException {
    SortedSet<String> bold = new TreeSet<>();
    Pattern.compile("\\*\\*([A-Z]\\w+)\\*\\*")
        .matcher(map())
        .results()
        .forEach(type -> bold.add(type.group(1)));

    assertThat(bold).hasSizeGreaterThan(50);
    for (String module : new String[] {"s3sync-core", "s3sync-sqs", "s3sync-lambda"}) {
      bold.removeAll(types(module));
    }
    assertThat(bold).as("types that docs/architecture.md lists and that do not exist").isEmpty();
  }
}
