package io.github.s3sync.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.s3sync.S3Sync;
import io.github.s3sync.copy.Deadline;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RulesFromJsonIT {

  @Test
  void page_itsCode_isWhatIsCompiledHere() throws IOException {
    String compiled = DocumentedCode.compiled(RulesFromJson.class);

    assertThat(
            DocumentedCode.lines(
                "docs/configuration.md",
                "RegionalS3Clients clients = RegionalS3Clients.builder().defaultRegion(\"eu-west-1\").build();"))
        .hasSizeGreaterThan(5)
        .allSatisfy(line -> assertThat(compiled).contains(line));
  }

  @Test
  void sync_rulesInAFile_copiesByThem(@TempDir Path folder) throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("rules.json"),
            """
            {"rules": [{"name": "reports", "source": {"bucket": "src", "prefix": "in/"},
              "destination": {"bucket": "dst", "key": "bdp/{filename}"},
              "options": {"tags": false, "acl": "none"}}]}
            """);
    try (Accounts accounts = new Accounts();
        S3Sync sync = RulesFromJson.sync(file, accounts.clients())) {
      accounts.put("in/2026/보고서 + 1.txt", "content");

      accounts.notifications().forEach(body -> sync.handle(body, Deadline.none()));

      assertThat(accounts.replica("bdp/보고서 + 1.txt")).isEqualTo("content");
    }
  }
}
