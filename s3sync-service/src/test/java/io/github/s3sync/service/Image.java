package io.github.s3sync.service;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Represents an unpacked container image.
 *
 * @param root the root of its file system
 * @param config its configuration for running it
 */
record Image(Path root, JsonNode config) {

  private static final Path RUN = Path.of("src", "test", "image", "run.sh").toAbsolutePath();

  /** Unpacks a tarball in the format of {@code docker save}, one layer over the other. */
  static Image unpack(Path tarball, Path folder) throws IOException, InterruptedException {
    delete(folder);
    Path parts = Files.createDirectories(folder.resolve("parts"));
    Path root = Files.createDirectories(folder.resolve("root"));
    extract(tarball, parts);
    JsonNode manifest = read(parts.resolve("manifest.json")).path(0);
    for (JsonNode layer : manifest.path("Layers")) {
      extract(parts.resolve(layer.textValue()), root);
    }
    JsonNode config = read(parts.resolve(manifest.path("Config").textValue()));
    delete(parts);
    return new Image(root, config.path("config"));
  }

  /** Returns the command that a container runs by default. */
  List<String> entryPoint() {
    List<String> words = new ArrayList<>();
    config.path("Entrypoint").forEach(word -> words.add(word.textValue()));
    config.path("Cmd").forEach(word -> words.add(word.textValue()));
    return words;
  }

  /** Returns the default command with additional JVM options, which override those of the image. */
  List<String> entryPoint(String... options) {
    List<String> words = entryPoint();
    words.addAll(words.indexOf("-cp"), List.of(options));
    return words;
  }

  /** Runs a command as a container runtime would. */
  ServiceProcess run(List<String> command, Map<String, String> more) {
    return run(command, more, config.path("User").textValue());
  }

  /** Runs a command as another user than the image's. */
  ServiceProcess run(List<String> command, Map<String, String> more, String userAndGroup) {
    String[] user = userAndGroup.split(":", 2);
    Map<String, String> environment = new HashMap<>();
    for (JsonNode variable : config.path("Env")) {
      String[] nameAndValue = variable.textValue().split("=", 2);
      environment.put(nameAndValue[0], nameAndValue[1]);
    }
    environment.putAll(more);
    List<String> words = new ArrayList<>();
    words.add(RUN.toString());
    words.add(System.getProperty("java.home"));
    words.add(root.toString());
    words.add(user[0]);
    words.add(user[1]);
    words.add(config.path("WorkingDir").asText("/"));
    words.addAll(command);
    return ServiceProcess.start(words, environment);
  }

  /** Returns the paths of all files in the image. */
  List<String> files() throws IOException {
    try (Stream<Path> files = Files.walk(root)) {
      return files
          .filter(Files::isRegularFile)
          .map(file -> "/" + root.relativize(file))
          .sorted()
          .toList();
    }
  }

  long bytes() throws IOException {
    try (Stream<Path> files = Files.walk(root)) {
      return files.filter(Files::isRegularFile).mapToLong(file -> file.toFile().length()).sum();
    }
  }

  private static void extract(Path tarball, Path folder) throws IOException, InterruptedException {
    int status =
        new ProcessBuilder("tar", "-xf", tarball.toString(), "-C", folder.toString())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start()
            .waitFor();
    if (status != 0) {
      throw new IOException("tar ended with " + status + " for " + tarball);
    }
  }

  private static JsonNode read(Path file) throws IOException {
    return new JsonMapper().readTree(file.toFile());
  }

  private static void delete(Path folder) throws IOException {
    if (Files.exists(folder)) {
      try (Stream<Path> files = Files.walk(folder)) {
        files.sorted((a, b) -> b.compareTo(a)).forEach(Image::deleteOne);
      }
    }
  }

  private static void deleteOne(Path file) {
    try {
      Files.delete(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
