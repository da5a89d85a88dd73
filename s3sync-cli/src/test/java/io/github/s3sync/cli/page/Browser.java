package io.github.s3sync.cli.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Runs an installed Chromium or Chrome without a window. */
final class Browser {

  private static final long SECONDS = 60;

  private final Path program;

  private Browser(Path program) {
    this.program = program;
  }

  /** Returns the browser, if one is installed. */
  static Optional<Browser> find() {
    return Stream.of("chromium", "chromium-browser", "google-chrome", "chrome")
        .flatMap(name -> Stream.of(System.getenv("PATH").split(":")).map(f -> Path.of(f, name)))
        .filter(Files::isExecutable)
        .findFirst()
        .map(Browser::new);
  }

  /** Returns the document as HTML after the browser has read the page. */
  String dom(Path page, Path folder) throws IOException, InterruptedException {
    return run(folder, "--dump-dom", page.toUri().toString());
  }

  /** Takes a picture of the page. */
  void picture(Path page, Path folder, String name, int width, int height)
      throws IOException, InterruptedException {
    run(
        folder,
        "--screenshot=" + folder.resolve(name),
        "--window-size=" + width + "," + height,
        "--hide-scrollbars",
        page.toUri().toString());
    assertThat(folder.resolve(name)).isNotEmptyFile();
  }

  private String run(Path folder, String... args) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(program.toString());
    command.addAll(
        List.of(
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-dev-shm-usage",
            "--no-first-run",
            "--host-resolver-rules=MAP * 0.0.0.0",
            "--user-data-dir=" + folder.resolve("browser")));
    command.addAll(List.of(args));
    Path out = folder.resolve("browser.out");
    Process process =
        new ProcessBuilder(command)
            .redirectOutput(out.toFile())
            .redirectError(folder.resolve("browser.err").toFile())
            .start();
    assertThat(process.waitFor(SECONDS, TimeUnit.SECONDS)).as("the browser ends").isTrue();
    assertThat(process.exitValue()).isZero();
    return Files.readString(out);
  }
}
