package io.github.s3sync.lambda;

import io.github.s3sync.S3Sync;
import io.github.s3sync.client.RequestMeter;
import io.github.s3sync.copy.Deadline;
import io.github.s3sync.executor.S3CopyExecutor;
import io.github.s3sync.outcome.OutcomeListener;
import io.github.s3sync.outcome.SyncReport;
import io.github.s3sync.rule.CopyRule;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * Runs an event through all steps without network access: this loads and links the classes for
 * reading, planning, marshalling, signing and classifying an answer.
 *
 * <p>The SDK's own warm-up is not used: it also sends a request to STS, for which a function
 * without internet access would wait, and it does not include the requests of a copy.
 */
final class Rehearsal {

  private static final String S3 =
      """
      {"Records":[{"eventVersion":"2.6","eventSource":"aws:s3","awsRegion":"us-east-1",
        "eventTime":"2026-09-01T10:20:30.123Z","eventName":"ObjectCreated:Put",
        "s3":{"bucket":{"name":"rehearsal-source"},
          "object":{"key":"in/%ED%95%9C+%2B.txt","size":1,"eTag":"CANNED_ETAG",
            "sequencer":"0064D3901D00059242"}}}]}
      """
          .replace("CANNED_ETAG", CannedS3.E_TAG);

  private static final String EVENT_BRIDGE =
      """
      {"detail-type":"Object Created","source":"aws.s3","time":"2026-09-01T10:20:30Z",
       "detail":{"bucket":{"name":"rehearsal-source"},
         "object":{"key":"in/b.txt","size":1,"etag":"CANNED_ETAG"}}}
      """
          .replace("CANNED_ETAG", CannedS3.E_TAG);

  private Rehearsal() {}

  static List<SyncReport> run() {
    try (S3Client client =
        S3Client.builder()
            .httpClient(new CannedS3())
            .region(Region.US_EAST_1)
            .credentialsProvider(
                StaticCredentialsProvider.create(AwsBasicCredentials.create("nobody", "nothing")))
            .overrideConfiguration(o -> o.addExecutionInterceptor(new RequestMeter()))
            .build()) {
      S3Sync sync =
          S3Sync.builder()
              .rules(
                  CopyRule.named("rehearsal")
                      .from("rehearsal-source")
                      .prefix("in/")
                      .to("rehearsal-replica", "out/{filename}")
                      .build())
              .executor(S3CopyExecutor.builder(client).build())
              .listener(OutcomeListener.none())
              .build();
      List<SyncReport> reports =
          sync.handleAll(List.of(S3, EVENT_BRIDGE), Deadline.after(Duration.ofMinutes(1)));
      new EmbeddedMetrics("rehearsal", "rehearsal", InstantSource.system(), line -> {})
          .write(reports);
      return reports;
    }
  }
}
