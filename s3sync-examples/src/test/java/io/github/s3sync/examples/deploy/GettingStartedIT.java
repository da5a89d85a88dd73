package io.github.s3sync.examples.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Runs every command of the page in a shell, and compares the output. */
@Timeout(240)
class GettingStartedIT {

  private static final Duration LIMIT = Duration.ofMinutes(3);
  private static final Path REPOSITORY = Path.of("..").toAbsolutePath().normalize();

  private final Path checkout;

  GettingStartedIT(@TempDir Path checkout) throws IOException {
    // Files that the page creates are not created in the real checkout.
    this.checkout = checkout;
    for (String folder : List.of("s3sync-cli", "s3sync-examples", "s3sync-lambda")) {
      Files.createSymbolicLink(checkout.resolve(folder), REPOSITORY.resolve(folder));
    }
  }

  @Test
  void page_eachCommand_printsWhatThePageSays() throws Exception {
    Walkthrough page = new Walkthrough(REPOSITORY.resolve("docs/getting-started.md"));
    assertThat(page.steps()).hasSizeGreaterThan(8);

    try (AwsAccounts accounts = new AwsAccounts(functionClasspath());
        AwsCli aws = new AwsCli(accounts, checkout.resolve("aws-config"))) {
      accounts.createBucket("source", "acme-source");
      accounts.createBucket("destination", "acme-destination");

      String output = shell(page.script(), aws, accounts);

      Files.writeString(Path.of("target", "getting-started.txt"), output);
      List<String> outputs = page.outputs(output);
      for (int i = 0; i < outputs.size(); i++) {
        assertThat(outputs.get(i)).matches(page.steps().get(i).pattern());
      }
      assertThat(outputs).as("%s%n%s", output, accounts.log()).hasSameSizeAs(page.steps());
      Awaitility.await().atMost(Duration.ofMinutes(1)).until(() -> accounts.waiting() == 0);
      assertThat(Metric.written(accounts.log()))
          .as("what the template's alarms and dashboard show")
          .isEqualTo(Metric.OWN);
    }
  }

  private String shell(String script, AwsCli aws, AwsAccounts accounts) throws Exception {
    Path commands = Files.createDirectory(checkout.resolve("commands"));
    command(commands, "mvn", "exit 0 # This build has done it.");
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    command(
        commands,
        "aws",
        "exec '%s' -XX:TieredStopAtLevel=1 -cp '%s' %s \"$@\""
            .formatted(java, proxyClasspath(), AwsCliProxy.class.getName()));
    ProcessBuilder bash = new ProcessBuilder("bash", "-c", script);
    bash.directory(checkout.toFile()).redirectErrorStream(true);
    bash.environment().keySet().removeIf(name -> name.startsWith("AWS_"));
    bash.environment().put("PATH", commands + ":" + System.getenv("PATH"));
    bash.environment().put("JAVA_HOME", System.getProperty("java.home"));
    bash.environment().put("LC_ALL", "C.UTF-8");
    bash.environment().put(AwsCliProxy.ADDRESS, aws.address().toString());
    bash.environment().putAll(accounts.endpoints());
    Path credentials =
        Files.writeString(checkout.resolve("aws-credentials"), accounts.credentials());
    bash.environment().put("AWS_SHARED_CREDENTIALS_FILE", credentials.toString());
    bash.environment().put("AWS_CONFIG_FILE", checkout.resolve("aws-config").toString());
    Process process = bash.start();
    // A command that waits for a replica for ever would keep the output open.
    CompletableFuture.delayedExecutor(LIMIT.toSeconds(), TimeUnit.SECONDS)
        .execute(() -> end(process));
    try {
      process.getOutputStream().close();
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
      return output;
    } finally {
      end(process);
    }
  }

  private static void end(Process process) {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
  }

  private static void command(Path folder, String name, String script) throws IOException {
    Path file = Files.writeString(folder.resolve(name), "#!/bin/sh\n" + script + "\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private static String proxyClasspath() {
    return classpath()
        .filter(entry -> entry.contains("jackson") || entry.contains("test-classes"))
        .collect(Collectors.joining(File.pathSeparator));
  }

  /** Returns the jar that the page deploys, and the libraries that Lambda provides. */
  private static String functionClasspath() throws IOException {
    try (Stream<Path> jars = Files.list(REPOSITORY.resolve("s3sync-lambda/target"))) {
      List<Path> all = jars.filter(jar -> jar.toString().endsWith("-all.jar")).toList();
      assertThat(all).hasSize(1);
      return Stream.concat(
              Stream.of(all.get(0).toString()),
              classpath()
                  .filter(
                      entry ->
                          entry.contains("aws-lambda-java-runtime-interface-client")
                              || entry.contains("aws-lambda-java-serialization")
                              || entry.contains("utils-lite")))
          .collect(Collectors.joining(File.pathSeparator));
    }
  }

  private static Stream<String> classpath() {
    return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator));
  }
}
