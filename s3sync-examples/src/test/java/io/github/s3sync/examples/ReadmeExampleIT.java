package io.github.s3sync.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReadmeExampleIT {

  private static final Path SOURCE =
      Path.of("src/main/java/io/github/s3sync/examples/ReadmeExample.java");

  @Test
  void readme_itsCode_isWhatIsCompiledHere() throws IOException {
    String readme = Files.readString(Path.of("../README.md"));
    String code = readme.split("```java\n", -1)[1].split("```", -1)[0];
    String compiled = flat(Files.readString(SOURCE));
    List<String> statements =
        code.replaceAll("//.*", "")
            .replace("CopyOptions options = CopyOptions.defaults();", "")
            .lines()
            .map(ReadmeExampleIT::flat)
            .filter(line -> !line.isEmpty())
            .toList();
    assertThat(statements).hasSizeGreaterThan(8).allSatisfy(s -> assertThat(compiled).contains(s));
  }

  @Test
  void acknowledge_notificationOfAnObject_copiesIt() {
    try (Accounts accounts = new Accounts()) {
      accounts.put("prefix/deep/bjcbqwje.tb_enqwke_info-2029.txt", "content");
      String body =
          """
          {"Records": [{"eventVersion": "2.1", "eventSource": "aws:s3",
            "eventName": "ObjectCreated:Put", "s3": {"bucket": {"name": "src"},
            "object": {"key": "prefix/deep/bjcbqwje.tb_enqwke_info-2029.txt"}}}]}
          """;

      assertThat(ReadmeExample.acknowledge(accounts.replicator(), Accounts.OPTIONS, body)).isTrue();
      assertThat(accounts.replica("bdp/bjcbqwje.tb_enqwke_info-2029.txt")).isEqualTo("content");
    }
  }

  private static String flat(String text) {
    return text.replaceAll("\\s+", "");
  }
}
