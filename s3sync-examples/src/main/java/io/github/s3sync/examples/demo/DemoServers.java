package io.github.s3sync.examples.demo;

import io.github.s3sync.testing.S3ProxyServer;
import io.github.s3sync.testing.SqsServer;
import java.net.URI;
import java.time.Duration;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.sqs.SqsClient;

/**
 * Runs an S3 with two accounts and a replicator, and an SQS with the queue that receives S3's
 * notifications of new objects.
 *
 * <p>S3 checks signatures: {@link #SOURCE} can use the source bucket only, {@link #DESTINATION} the
 * destination bucket only, and {@link #REPLICATOR} both, like a role that both accounts trust.
 */
final class DemoServers implements AutoCloseable {

  static final String SOURCE_BUCKET = "src";
  static final String SOURCE_PREFIX = "prefix/";
  static final String DESTINATION_BUCKET = "dst";
  static final String DESTINATION_PREFIX = "bdp/";

  static final String SOURCE = "source-account";
  static final String DESTINATION = "destination-account";
  static final String REPLICATOR = "replicator";

  private static final String SECRET = "not-a-secret";
  private static final Duration VISIBILITY = Duration.ofSeconds(30);
  private static final int MAX_RECEIVES = 5;

  /** The capacity of the file system behind S3Proxy's transient store. */
  private static final long STORE_BYTES = 4L * 1024 * 1024 * 1024;

  private final SqsServer sqs;
  private final S3ProxyServer s3;
  private final String queueUrl;

  DemoServers() {
    this.sqs = SqsServer.start();
    this.queueUrl = sqs.createQueue("uploads", VISIBILITY, "uploads-failed", MAX_RECEIVES);
    this.s3 =
        S3ProxyServer.builder()
            .identity(SOURCE, SECRET, SOURCE_BUCKET)
            .identity(DESTINATION, SECRET, DESTINATION_BUCKET)
            .identity(REPLICATOR, SECRET, SOURCE_BUCKET, DESTINATION_BUCKET)
            .notify(SOURCE_BUCKET, SOURCE_PREFIX, this::send)
            .start();
    s3.createBucket(SOURCE_BUCKET);
    s3.createBucket(DESTINATION_BUCKET);
  }

  /** Returns the total size of files that the servers can hold, in bytes. */
  static long room() {
    long heap = Runtime.getRuntime().maxMemory() / 4 * 3;
    // The source, the replica, and the parts of a replica that is not complete.
    return Math.min(heap, STORE_BYTES) / 3;
  }

  private void send(String notification) {
    sqs.client().sendMessage(m -> m.queueUrl(queueUrl).messageBody(notification));
  }

  /** Returns the client of one of the three identities. */
  S3Client s3(String identity) {
    return s3.client(identity);
  }

  /** Returns the keys of one of the three identities. */
  AwsCredentials credentials(String identity) {
    return s3.credentials(identity);
  }

  /** Returns the endpoint of S3. */
  URI s3Endpoint() {
    return s3.endpoint();
  }

  SqsClient sqs() {
    return sqs.client();
  }

  String queueUrl() {
    return queueUrl;
  }

  /** Returns an AWS CLI command that uses S3 as one of the identities. */
  String awsCommand(String identity, String arguments) {
    AwsCredentials credentials = s3.credentials(identity);
    return "AWS_ACCESS_KEY_ID=%s AWS_SECRET_ACCESS_KEY=%s AWS_DEFAULT_REGION=us-east-1 \\%n    aws --endpoint-url %s s3 %s"
        .formatted(
            credentials.accessKeyId(), credentials.secretAccessKey(), s3.endpoint(), arguments);
  }

  /**
   * Returns the environment variables for the other commands; this S3 does not support tags and
   * ACLs.
   */
  String replicatorVariables() {
    AwsCredentials credentials = s3.credentials(REPLICATOR);
    return """
    export AWS_ACCESS_KEY_ID=%s AWS_SECRET_ACCESS_KEY=%s AWS_REGION=us-east-1
    export AWS_ENDPOINT_URL_S3=%s AWS_ENDPOINT_URL_SQS=%s S3SYNC_QUEUE_URL=%s
    export S3SYNC_SOURCE=s3://%s/%s S3SYNC_DESTINATION=s3://%s/%s S3SYNC_ACL=none S3SYNC_TAGS=false\
    """
        .formatted(
            credentials.accessKeyId(),
            credentials.secretAccessKey(),
            s3.endpoint(),
            sqs.endpoint(),
            queueUrl,
            SOURCE_BUCKET,
            SOURCE_PREFIX,
            DESTINATION_BUCKET,
            DESTINATION_PREFIX);
  }

  @Override
  public void close() {
    s3.close();
    sqs.close();
  }
}
