package io.github.s3sync.examples;

import io.github.s3sync.S3Sync;
import io.github.s3sync.client.RegionalS3Clients;
import io.github.s3sync.config.RulesReader;
import io.github.s3sync.executor.S3CopyExecutor;
import io.github.s3sync.rule.CopyRules;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Contains the code of {@code docs/configuration.md}; a test compares the two. */
final class RulesFromJson {

  private RulesFromJson() {}

  static S3Sync sync(Path file, RegionalS3Clients clients) throws IOException {
    CopyRules rules = new RulesReader().read(Files.readString(file));

    return S3Sync.builder()
        .rules(rules)
        .executor(S3CopyExecutor.builder(clients).build())
        .closing(clients)
        .build();
  }
}
