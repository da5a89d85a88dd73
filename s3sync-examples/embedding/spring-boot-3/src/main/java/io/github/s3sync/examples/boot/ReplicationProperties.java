package io.github.s3sync.examples.boot;

import java.net.URI;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * What {@code application.properties} says of the replication.
 *
 * @param queueUrl the queue that S3 sends its notifications to
 * @param sourceBucket whose objects are replicated
 * @param destinationBucket where to
 * @param s3Endpoint the S3 to use, null for AWS's
 * @param sqsEndpoint the SQS to use, null for AWS's
 */
@ConfigurationProperties("replication")
record ReplicationProperties(
    String queueUrl,
    String sourceBucket,
    String destinationBucket,
    URI s3Endpoint,
    URI sqsEndpoint) {}
