package io.github.s3sync.service;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Runs the image as a container runtime would. The profile {@code image} runs this class. */
class ImageTrial {

  private static final Path TARBALL = Path.of(System.getProperty("image.tar"));
  private static final Path FOLDER = Path.of(System.getProperty("image.unpacked"));

  private static Image image;

  @BeforeAll
  static void unpack() throws Exception {
    image = Image.unpack(TARBALL, FOLDER);
  }

  @Test
  void entryPoint_messageInTheQueue_isReplicatedAndSigtermEndsIt() throws Exception {
    byte[] content = "한글".getBytes(UTF_8);
    try (Accounts accounts = new Accounts();
        ServiceProcess service = image.run(image.entryPoint(), accounts.environment())) {
      accounts.put("prefix/보고서 a+b.txt", content);
      accounts.awaitReplica();
      assertThat(accounts.replica("bdp/보고서 a+b.txt")).isEqualTo(content);
      assertThat(service.get("/metrics").body()).contains("s3sync_poller_healthy 1.0");

      service.signal("TERM");
      assertThat(service.exitCode()).as(service.log()).isZero();
      assertThat(accounts.messages()).isZero();
      System.out.printf(
          "Image %s: %.1f MB, unpacked %.1f MB. Its entry point, %s, replicated an object as user"
              + " %s%n%s",
          TARBALL.getFileName(),
          Files.size(TARBALL) / 1e6,
          image.bytes() / 1e6,
          String.join(" ", image.entryPoint()),
          image.config().path("User").textValue(),
          service.log().indent(2));
    }
  }

  @Test
  void runtime_forTls_knowsAuthoritiesAndCurves() throws Exception {
    List<String> authorities = List.of("keytool", "-list", "-cacerts", "-storepass", "changeit");
    try (ServiceProcess keytool = image.run(authorities, Map.of());
        ServiceProcess modules = image.run(List.of("java", "--list-modules"), Map.of())) {
      assertThat(keytool.exitCode()).as(keytool.log()).isZero();
      assertThat(keytool.log()).containsPattern("contains \\d{2,} entries");
      assertThat(modules.exitCode()).as(modules.log()).isZero();
      assertThat(modules.log()).contains("jdk.crypto.ec");
    }
  }

  @Test
  void classes_ofTheService_areMappedFromTheArchive() throws Exception {
    if (!image.files().contains("/app/s3sync.jsa")) {
      System.out.println("The image was made without an archive of class data.");
      return;
    }
    // With "on" a JVM that cannot use the archive does not start.
    List<String> command = image.entryPoint("-Xshare:on", "-Xlog:class+load:stderr");
    try (ServiceProcess service = image.run(command, Map.of())) {
      assertThat(service.exitCode()).as(service.log()).isEqualTo(2);
      assertThat(service.log())
          .contains("io.github.s3sync.service.PollerService source: shared objects file");
      assertThat(service.log().lines().filter(line -> line.contains(" source: jar:"))).isEmpty();
    }
  }

  @Test
  void entryPoint_otherClassPath_startsWithoutTheArchive() throws Exception {
    List<String> command = image.entryPoint();
    command.set(command.indexOf("-cp") + 1, "/app/libs/*:/app/classpath/*");
    try (ServiceProcess service = image.run(command, Map.of())) {
      assertThat(service.exitCode()).as(service.log()).isEqualTo(2);
      assertThat(service.log().lines()).singleElement().asString().contains("S3SYNC_QUEUE_URL");
    }
  }

  @Test
  void files_ofTheApplication_areThoseOfItsDependencies() throws Exception {
    assertThat(image.files())
        .anyMatch(name -> name.startsWith("/app/classpath/s3sync-service-"))
        .anyMatch(name -> name.startsWith("/app/libs/s3sync-sqs-"))
        .noneMatch(name -> name.matches("(?i)/app/.*(s3proxy|elasticmq|junit|-testing-).*"));
  }

  @Test
  void config_user_isNotRoot() {
    assertThat(image.config().path("User").textValue()).matches("[1-9]\\d*:[1-9]\\d*");
  }
}
