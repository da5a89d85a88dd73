package io.github.s3sync.event;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/**
 * Reads one task of an S3 Batch Operations job. Schema 1.0 names the bucket by ARN, schema 2.0 by
 * name.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/batch-ops-invoke-lambda.html">Invoke
 *     AWS Lambda function</a>
 */
final class BatchTasks {

  private BatchTasks() {}

  static ObjectEvent read(JsonNode task) {
    return ObjectEvent.builder(
            EventSource.S3_BATCH,
            EventKind.CREATED,
            bucket(task),
            JsonFields.requiredText(task, "s3Key"))
        .name("S3BatchOperations")
        .versionId(Hints.versionId(JsonFields.lenientText(task, "s3VersionId")))
        .id(JsonFields.requiredText(task, "taskId"))
        .build();
  }

  static @Nullable String taskId(JsonNode task) {
    return JsonFields.lenientText(task, "taskId");
  }

  private static String bucket(JsonNode task) {
    String name = JsonFields.text(task, "s3Bucket");
    if (name != null) {
      return name;
    }
    // AWS's samples include a Region and an account in this ARN; the name is its last part.
    String arn = JsonFields.requiredText(task, "s3BucketArn");
    String last = arn.substring(arn.lastIndexOf(':') + 1);
    if (last.isEmpty()) {
      throw JsonFields.wrong(
          "s3BucketArn", task.path("s3BucketArn"), "an ARN that ends with a bucket name");
    }
    return last;
  }
}
