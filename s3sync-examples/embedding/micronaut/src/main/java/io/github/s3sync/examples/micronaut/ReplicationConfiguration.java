package io.github.s3sync.examples.micronaut;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.annotation.Nullable;
import java.net.URI;

/**
 * The configuration of the replication, under {@code replication}.
 *
 * @param queueUrl the queue that S3 sends its notifications to
 * @param sourceBucket the bucket to copy from
 * @param destinationBucket the bucket to copy to
 * @param s3Endpoint the endpoint of S3, or null for AWS
 * @param sqsEndpoint the endpoint of SQS, or null for AWS
 */
@ConfigurationProperties("replication")
record ReplicationConfiguration(
    String queueUrl,
    String sourceBucket,
    String destinationBucket,
    @Nullable URI s3Endpoint,
    @Nullable URI sqsEndpoint) {}
