package io.github.s3sync.examples;

import io.github.s3sync.S3Sync;
import io.github.s3sync.copy.Deadline;
import io.github.s3sync.executor.S3CopyExecutor;
import io.github.s3sync.option.CopyOptions;
import io.github.s3sync.outcome.SyncReport;
import io.github.s3sync.pattern.KeyMapper;
import io.github.s3sync.rule.CopyRule;
import software.amazon.awssdk.services.s3.S3Client;

/** Contains the code of the README; a test compares the two. */
final class ReadmeExample {

  private ReadmeExample() {}

  static boolean acknowledge(S3Client s3Client, CopyOptions options, String notificationBody) {
    CopyRule rule =
        CopyRule.named("reports")
            .from("src")
            .prefix("prefix/")
            .suffix(".txt")
            .to("dst", KeyMapper.replacePrefix("prefix/", "bdp/"))
            .options(options)
            .build();

    S3Sync sync =
        S3Sync.builder().rules(rule).executor(S3CopyExecutor.builder(s3Client).build()).build();

    SyncReport report = sync.handle(notificationBody, Deadline.none());
    report
        .failed()
        .forEach(failed -> System.err.println(failed.reason() + ": " + failed.message()));
    return report.failed().isEmpty();
  }
}
