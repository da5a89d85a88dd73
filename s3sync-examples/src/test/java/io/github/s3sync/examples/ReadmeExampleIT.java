package io.github.s3sync.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;

class ReadmeExampleIT {

  @Test
  void readme_itsCode_isWhatIsCompiledHere() throws IOException {
    String compiled = DocumentedCode.compiled(ReadmeExample.class);

    assertThat(DocumentedCode.lines("README.md", "CopyOptions options = CopyOptions.defaults();"))
        .hasSizeGreaterThan(8)
        .allSatisfy(line -> assertThat(compiled).contains(line));
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
      assertThat(accounts.replica("bdp/deep/bjcbqwje.tb_enqwke_info-2029.txt"))
          .isEqualTo("content");
    }
  }
}
