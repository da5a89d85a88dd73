package io.github.s3sync.examples.demo;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;

@Timeout(120)
class DemoIT {

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  private final Path folder;

  DemoIT(@TempDir Path folder) {
    this.folder = folder;
  }

  @Test
  void run_generatedFiles_allEqual() {
    assertThat(run(servers -> {})).isZero();
    assertThat(output())
        .contains("s3://dst/bdp/bjcbqwje.tb_enqwke_info-2029.txt")
        .contains("s3://dst/bdp/분기별 보고서.txt")
        .contains("11 of 11 replicas equal");
  }

  @Test
  void run_folderWithOddNames_allEqual() throws IOException {
    Path deep = Files.createDirectories(folder.resolve("하위 폴더/x y"));
    for (String name : new String[] {"a b", "a+b", "한글.txt", "#", "what?", "%41", "😀", "..."}) {
      Files.writeString(folder.resolve(name), name);
      Files.writeString(deep.resolve(name), "another " + name);
    }
    Files.createFile(folder.resolve("empty"));
    Files.write(deep.resolve("large"), new byte[SampleFiles.LARGE_BYTES]);
    Files.createSymbolicLink(folder.resolve("link"), deep);

    assertThat(run(servers -> {}, folder.toString())).isZero();
    assertThat(output())
        .contains("Left out 1 symbolic links")
        .contains("18 of 18 replicas equal")
        .contains("s3://src/prefix/하위 폴더/x y/%41 -> s3://dst/bdp/하위 폴더/x y/%41");
  }

  @Test
  void run_contentSabotaged_isFound() throws IOException {
    Files.writeString(folder.resolve("victim"), "content");

    int exit = run(servers -> overwrite(servers, "cOntent", "modified"), folder.toString());

    assertThat(exit).isEqualTo(1);
    assertThat(output())
        .contains("replica of prefix/victim: content differs from byte 1 on")
        .contains("0 of 1 replicas equal");
  }

  @Test
  void run_propertySabotaged_isFound() throws IOException {
    Files.writeString(folder.resolve("victim"), "content");

    int exit = run(servers -> overwrite(servers, "content", "other"), folder.toString());

    assertThat(exit).isEqualTo(1);
    assertThat(output()).contains("user metadata is {other=");
  }

  @Test
  void run_replicaMissing_isFound() throws IOException {
    Files.writeString(folder.resolve("victim"), "content");

    int exit =
        run(
            servers -> destination(servers).deleteObject(d -> d.bucket("dst").key("bdp/victim")),
            folder.toString());

    assertThat(exit).isEqualTo(1);
    assertThat(output()).contains("replica of prefix/victim: cannot be compared");
  }

  @Test
  void run_keyTooLong_isReportedAndTheRestCopied() throws IOException {
    Path deep = folder;
    for (int i = 0; i < 5; i++) {
      deep = deep.resolve("가".repeat(80));
    }
    Files.createDirectories(deep);
    Files.createFile(deep.resolve("long"));
    Files.writeString(folder.resolve("short"), "content");

    assertThat(run(servers -> {}, folder.toString())).isEqualTo(1);
    assertThat(output())
        .contains("long: its key has 1,216 bytes, S3 accepts 1,024")
        .contains("1 of 1 replicas equal");
  }

  @Test
  void run_nothingToUpload_saysWhy() throws IOException {
    Path file = Files.createFile(folder.resolve("file"));
    Path empty = Files.createDirectory(folder.resolve("empty"));

    assertThat(run(servers -> {}, folder.resolve("missing").toString())).isEqualTo(2);
    assertThat(run(servers -> {}, file.toString())).isEqualTo(2);
    assertThat(run(servers -> {}, empty.toString())).isEqualTo(2);
    assertThat(output().lines())
        .containsExactly(
            "NOT OK  Folder does not exist: " + folder.resolve("missing"),
            "NOT OK  Not a folder: " + file,
            "NOT OK  No file to upload in " + empty);
  }

  @Test
  void keep_objectPutMeanwhile_isReplicated() throws Exception {
    Files.writeString(folder.resolve("first"), "content");
    CompletableFuture<DemoServers> servers = new CompletableFuture<>();
    try (PipedOutputStream keyboard = new PipedOutputStream();
        PipedInputStream in = new PipedInputStream(keyboard)) {
      CompletableFuture<Integer> exit =
          CompletableFuture.supplyAsync(
              () -> run(in, servers::complete, "--keep", folder.toString()));
      awaitOutput("Press Enter");

      servers
          .get()
          .s3(DemoServers.SOURCE)
          .putObject(p -> p.bucket("src").key("prefix/나중.txt"), RequestBody.fromString("live"));
      awaitOutput("s3://src/prefix/나중.txt -> s3://dst/bdp/나중.txt");
      keyboard.write('\n');
      keyboard.flush();

      assertThat(exit.get(30, TimeUnit.SECONDS)).isZero();
    }
    assertThat(output())
        .contains("AWS_ACCESS_KEY_ID=source-account")
        .contains("s3 cp FILE s3://src/prefix/");
  }

  private void awaitOutput(String text) throws InterruptedException {
    while (!output().contains(text)) {
      Thread.sleep(20);
    }
  }

  private int run(Consumer<DemoServers> beforeCheck, String... args) {
    return run(InputStream.nullInputStream(), beforeCheck, args);
  }

  private int run(InputStream in, Consumer<DemoServers> beforeCheck, String... args) {
    Demo demo = new Demo(new PrintStream(out, true, UTF_8), in, beforeCheck);
    return new CommandLine(demo).execute(args);
  }

  private String output() {
    return out.toString(UTF_8);
  }

  private static S3Client destination(DemoServers servers) {
    return servers.s3(DemoServers.DESTINATION);
  }

  /** Overwrites a replica and keeps all its properties except the name of its user metadata. */
  private static void overwrite(DemoServers servers, String content, String metadataName) {
    GetObjectResponse replica =
        destination(servers).getObjectAsBytes(g -> g.bucket("dst").key("bdp/victim")).response();
    destination(servers)
        .putObject(
            p ->
                p.bucket("dst")
                    .key("bdp/victim")
                    .contentType(replica.contentType())
                    .metadata(Map.of(metadataName, replica.metadata().get("modified"))),
            RequestBody.fromString(content));
  }
}
