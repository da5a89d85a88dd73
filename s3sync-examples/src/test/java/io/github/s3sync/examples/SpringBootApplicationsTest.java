package io.github.s3sync.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Checks that the two Spring Boot applications stay the same. Each is complete, so that it can be
 * copied, and only imports differ.
 */
class SpringBootApplicationsTest {

  private static final Path EMBEDDING = Path.of("embedding");

  @Test
  void applications_ofBoot3AndBoot4_differOnlyInImportsAndVersion() throws IOException {
    Map<String, String> boot3 = files("spring-boot-3");

    boot3.replaceAll(
        (file, text) ->
            text.replace("boot.actuate.health.", "boot.health.contributor.")
                .replace("Spring Boot 3", "Spring Boot 4"));

    assertThat(boot3).isNotEmpty().isEqualTo(files("spring-boot-4"));
  }

  private static Map<String, String> files(String application) throws IOException {
    Path folder = EMBEDDING.resolve(application).resolve("src");
    Map<String, String> texts = new TreeMap<>();
    try (Stream<Path> files = Files.walk(folder)) {
      files
          .filter(Files::isRegularFile)
          .forEach(file -> texts.put(folder.relativize(file).toString(), read(file)));
    }
    return texts;
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
