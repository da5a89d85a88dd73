package io.github.s3sync.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Unpacks the published zip in an empty folder, and runs it from there. */
class DistributionIT {

  private static final String EXPLAIN =
      "explain --source s3://src/in/ --destination s3://dst/bdp/{filename} s3://src/in/한글.csv";

  @Test
  void zip_unpacked_runs(@TempDir Path folder) throws Exception {
    Path home = unpack(zip(), folder);

    assertThat(run(home, "--version")).startsWith("s3sync ").doesNotContain("not from a jar");
    assertThat(run(home, EXPLAIN.split(" "))).contains("s3://dst/bdp/한글.csv");
  }

  @Test
  void zip_libraries_areNoTestServersAndNoProvidersBesideSlf4jSimple() throws IOException {
    try (ZipFile zip = new ZipFile(zip().toFile())) {
      assertThat(zip.stream().map(ZipEntry::getName))
          .anyMatch(name -> name.contains("/lib/s3sync-core-"))
          .anyMatch(name -> name.contains("/lib/slf4j-simple-"))
          .noneMatch(
              name ->
                  name.matches(
                      ".*/lib/.*(testing|s3proxy|elasticmq|wiremock|junit|mockito|jetty|logback|netty|jfreechart).*"));
    }
  }

  private static Path zip() throws IOException {
    try (Stream<Path> files = Files.list(Path.of("target"))) {
      return files
          .filter(file -> file.getFileName().toString().matches("s3sync-cli-.*-bin\\.zip"))
          .findFirst()
          .orElseThrow();
    }
  }

  /** Unpacks a zip and returns the single folder in it. */
  private static Path unpack(Path file, Path folder) throws IOException {
    try (ZipFile zip = new ZipFile(file.toFile())) {
      for (ZipEntry entry : zip.stream().filter(entry -> !entry.isDirectory()).toList()) {
        Path target = folder.resolve(entry.getName());
        Files.createDirectories(target.getParent());
        try (InputStream content = zip.getInputStream(entry)) {
          Files.copy(content, target);
        }
      }
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files.findFirst().orElseThrow();
    }
  }

  private static String run(Path home, String... arguments) throws Exception {
    List<String> command =
        Stream.concat(
                Stream.of("sh", home.resolve("bin").resolve("s3sync").toString()),
                Stream.of(arguments))
            .toList();
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
    assertThat(process.exitValue()).as(output).isZero();
    return output;
  }
}
