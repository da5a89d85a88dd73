package io.github.s3sync.examples.boot;

import java.net.URI;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * The configuration of the replication in {@code application.properties}.
 *
 * @param queueUrl the queue that S3 sends its notifications to
 * @param sourceBucket the bucket to copy from
 * @param destinationBucket the bucket to copy to
 * @param s3Endpoint the endpoint of S3, or null for AWS
 * @param sqsEndpoint the endpoint of SQS, or null for AWS
 */
@ConfigurationProperties("replication")
record ReplicationProperties(
    String queueUrl,
    String sourceBucket,
    String destinationBucket,
    URI s3Endpoint,
    URI sqsEndpoint) {}
