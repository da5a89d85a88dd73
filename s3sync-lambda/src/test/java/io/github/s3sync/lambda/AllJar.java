package io.github.s3sync.lambda;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Finds the jar that is uploaded, as the build has just created it. */
final class AllJar {

  private AllJar() {}

  static File file() {
    String jar = System.getProperty("s3sync.all.jar");
    assertThat(jar).as("system property s3sync.all.jar").isNotNull();
    File file = new File(jar);
    assertThat(file).isFile();
    return file;
  }

  /** Returns the jar, and the libraries that Lambda provides. */
  static String classpath() {
    return Stream.concat(
            Stream.of(file().toString()),
            Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(
                    entry ->
                        entry.contains("aws-lambda-java-runtime-interface-client")
                            || entry.contains("aws-lambda-java-serialization")
                            || entry.contains("utils-lite")))
        .collect(Collectors.joining(File.pathSeparator));
  }
}
