package io.github.s3sync.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.s3sync.testing.FakeS3;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.sync.RequestBody;

/** Each command of {@code docs/existing-objects.md} works, in the order of the page. */
class ExistingObjectsPageIT {

  private static final Path PAGE = Path.of("..", "docs", "existing-objects.md");
  private static final Pattern BLOCK = Pattern.compile("```sh\n(.*?)```", Pattern.DOTALL);

  private final FakeS3 s3 = FakeS3.start();

  @AfterEach
  void stop() {
    s3.close();
  }

  @Test
  void commands_ofThePage_work(@TempDir Path folder) throws IOException {
    s3.createBucket("src");
    s3.createBucket("dst");
    Map<String, String> environment = new HashMap<>();
    CliRun.useStore(s3, environment);
    environment.put(
        "S3SYNC_RULES",
        "{\"rules\": [{\"name\": \"reports\", \"source\": {\"bucket\": \"src\", \"events\":"
            + " [\"CREATED\", \"REMOVED\"]}, \"destination\": {\"bucket\": \"dst\"}}]}");
    for (int i = 0; i < 20; i++) {
      String key = "k" + i;
      s3.client().putObject(p -> p.bucket("src").key(key), RequestBody.fromString(key));
    }
    Files.writeString(folder.resolve("keys.txt"), "k1\nk2\n");
    List<String> commands = commands();
    assertThat(commands).hasSizeGreaterThan(8);
    for (String command : commands) {
      String[] args = command.substring("s3sync ".length()).split(" ");
      for (int i = 0; i < args.length; i++) {
        args[i] =
            args[i].replaceFirst(
                "^(|keys:|report:)([a-z]+\\.(json|csv|html|txt|state))$", "$1" + folder + "/$2");
      }
      CliRun run = CliRun.in(environment, args);
      boolean planned = command.contains("--dry-run") && s3.bucket("dst").keys().isEmpty();
      assertThat(run.exitCode())
          .as("%s: %s%s", command, run.out(), run.err())
          .isEqualTo(planned ? 1 : 0);
    }
    assertThat(s3.bucket("dst").keys()).hasSize(20);
    assertThat(Files.readAllLines(folder.resolve("backfill.json"))).hasSize(20);
  }

  private static List<String> commands() throws IOException {
    List<String> commands = new ArrayList<>();
    Matcher blocks = BLOCK.matcher(Files.readString(PAGE));
    while (blocks.find()) {
      blocks.group(1).lines().forEach(commands::add);
    }
    return commands;
  }
}
