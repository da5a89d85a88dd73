package io.github.s3sync.benchmarks;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Starts processes that run classes of this module. */
final class ChildJvm {

  private ChildJvm() {}

  static Process start(List<String> options, String classpath, List<String> mainAndArguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(options);
    command.add("-Dorg.slf4j.simpleLogger.defaultLogLevel=warn");
    command.addAll(List.of("-cp", classpath));
    command.addAll(mainAndArguments);
    try {
      return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Waits for the line by which a child reports that it is ready or done. */
  static String firstLine(Process process) {
    // Not closed: the child's output stays open as long as the child lives.
    BufferedReader reader = process.inputReader(StandardCharsets.UTF_8);
    try {
      String line = reader.readLine();
      if (line == null) {
        throw new IllegalStateException("the child ended with " + process.onExit().join());
      }
      return line;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns the CPU time that a live process has used so far, in steps of 10 ms. */
  static Duration cpu(ProcessHandle process) {
    return process.info().totalCpuDuration().orElseThrow();
  }

  /** Returns this JVM's class path without the jars whose file names are unwanted. */
  static String classpath(Predicate<String> unwanted) {
    return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
        .filter(entry -> !unwanted.test(Path.of(entry).getFileName().toString()))
        .collect(Collectors.joining(File.pathSeparator));
  }
}
