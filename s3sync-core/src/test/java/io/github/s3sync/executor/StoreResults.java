package io.github.s3sync.executor;

import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * The results of one store for each check on each path; stored in {@code docs/stores/NAME.json}.
 */
final class StoreResults {

  /** The folder, which is the same for each module at the root or in {@code lab}. */
  static final Path FOLDER = folder();

  private static final JsonMapper JSON =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

  private final String settings;
  private final Map<String, Map<CopyPath, Finding>> findings = new LinkedHashMap<>();

  /**
   * Creates empty results.
   *
   * @param settings the options that a rule for this store needs; empty for none
   */
  StoreResults(String settings) {
    this.settings = settings;
  }

  private static Path folder() {
    Path above = Path.of("..").toAbsolutePath().normalize();
    Path root = Files.isDirectory(above.resolve("docs")) ? above : above.getParent();
    return Objects.requireNonNull(root).resolve("docs").resolve("stores");
  }

  static StoreResults read(Path file) {
    try {
      ObjectNode root = (ObjectNode) JSON.readTree(Files.readString(file));
      StoreResults results = new StoreResults(root.path("settings").asText());
      root.path("checks")
          .properties()
          .forEach(
              check ->
                  check
                      .getValue()
                      .properties()
                      .forEach(
                          path ->
                              results.put(
                                  check.getKey(),
                                  CopyPath.valueOf(path.getKey()),
                                  Finding.parse(path.getValue().asText()))));
      return results;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void put(String check, CopyPath path, Finding finding) {
    synchronized (findings) {
      findings.computeIfAbsent(check, name -> new EnumMap<>(CopyPath.class)).put(path, finding);
    }
  }

  String settings() {
    return settings;
  }

  /** Returns the findings of each check, in the order of the checks. */
  Map<String, Map<CopyPath, Finding>> findings() {
    return findings;
  }

  /** Returns the finding of one check; unknown if there is none. */
  Finding of(String check, CopyPath path) {
    return findings
        .getOrDefault(check, Map.of())
        .getOrDefault(path, new Finding(Verdict.UNKNOWN, ""));
  }

  boolean has(Verdict verdict) {
    return hasMore(verdict, new StoreResults(""));
  }

  /** Tells whether these results have a verdict that others do not have at the same place. */
  boolean hasMore(Verdict verdict, StoreResults others) {
    return findings.entrySet().stream()
        .anyMatch(
            check ->
                check.getValue().entrySet().stream()
                    .anyMatch(
                        path ->
                            path.getValue().verdict() == verdict
                                && others.of(check.getKey(), path.getKey()).verdict() != verdict));
  }

  /** What other results of the same store have and these have not. */
  List<String> lost(StoreResults others) {
    List<String> lost = new ArrayList<>();
    findings.forEach(
        (check, paths) ->
            paths.forEach(
                (path, finding) -> {
                  if (!finding.verdict().isWell() && others.of(check, path).verdict().isWell()) {
                    lost.add(check + ", " + path.words() + ": " + finding);
                  }
                }));
    return lost;
  }

  String json() {
    ObjectNode root = JSON.createObjectNode().put("settings", settings);
    ObjectNode checks = root.putObject("checks");
    findings.forEach(
        (check, paths) -> {
          ObjectNode cells = checks.putObject(check);
          paths.forEach((path, finding) -> cells.put(path.name(), finding.toString()));
        });
    try {
      return JSON.writeValueAsString(root) + "\n";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void write(Path file) {
    try {
      Files.createDirectories(file.getParent());
      Files.writeString(file, json());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
