package io.github.s3sync.examples;

import io.github.s3sync.S3Sync;
import io.github.s3sync.executor.S3CopyExecutor;
import io.github.s3sync.lambda.S3SyncHandler;
import io.github.s3sync.option.CopyOptions;
import io.github.s3sync.outcome.OutcomeCounter;
import io.github.s3sync.rule.CopyRule;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * Runs a Lambda function whose rules are code, since environment variables cannot define a custom
 * key mapping. Set the function's handler to {@code
 * io.github.s3sync.examples.SubclassedHandler::handleRequest}.
 */
public final class SubclassedHandler extends S3SyncHandler {

  /**
   * Creates the handler, once for each instance of the function, so that its connections are
   * reused.
   */
  public SubclassedHandler() {
    this(S3Client.create(), CopyOptions.defaults());
  }

  SubclassedHandler(S3Client s3, CopyOptions options) {
    super(
        S3Sync.builder()
            .rules(
                CopyRule.named("orders")
                    .from("src")
                    .prefix("orders/")
                    .suffix(".csv")
                    .to("dst", new CustomKeyMapper("lake/"))
                    .options(options)
                    .build())
            .executor(S3CopyExecutor.builder(s3).build())
            // addListener keeps the listener that logs; listener would replace it.
            .addListener(new OutcomeCounter())
            .build());
  }
}
