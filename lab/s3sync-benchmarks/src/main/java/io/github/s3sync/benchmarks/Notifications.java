package io.github.s3sync.benchmarks;

/**
 * Creates notifications as S3 sends them: every field of the documented structure, one record each.
 */
final class Notifications {

  private Notifications() {}

  /** Returns a notification of a new object; the key must not need encoding. */
  static String created(String bucket, String key, String eTag, long sizeBytes) {
    return """
    {"Records":[{"eventVersion":"2.1","eventSource":"aws:s3","awsRegion":"us-east-1",\
    "eventTime":"2026-11-22T10:20:30.400Z","eventName":"ObjectCreated:Put",\
    "userIdentity":{"principalId":"AWS:AIDAJDPLRKLG7UEXAMPLE"},\
    "requestParameters":{"sourceIPAddress":"127.0.0.1"},\
    "responseElements":{"x-amz-request-id":"C3D13FE58DE4C810",\
    "x-amz-id-2":"FMyUVURIY8/IgAtTv8xRjskZQpcIZ9KG4V5Wp6S7S/JRWeUWerMUE5JgHvANOjpD"},\
    "s3":{"s3SchemaVersion":"1.0","configurationId":"testConfigRule",\
    "bucket":{"name":"%s","ownerIdentity":{"principalId":"A3NL1KOZZKExample"},\
    "arn":"arn:aws:s3:::%s"},\
    "object":{"key":"%s","size":%d,"eTag":"%s","sequencer":"0055AED6DCD90281E5"}}}]}\
    """
        .formatted(bucket, bucket, key, sizeBytes, eTag);
  }
}
