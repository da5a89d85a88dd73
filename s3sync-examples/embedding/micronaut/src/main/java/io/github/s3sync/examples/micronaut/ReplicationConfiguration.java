package io.github.s3sync.examples.micronaut;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.annotation.Nullable;
import java.net.URI;

/**
 * What the configuration says of the replication, under {@code replication}.
 *
 * @param queueUrl the queue that S3 sends its notifications to
 * @param sourceBucket whose objects are replicated
 * @param destinationBucket where to
 * @param s3Endpoint the S3 to use, null for AWS's
 * @param sqsEndpoint the SQS to use, null for AWS's
 */
@ConfigurationProperties("replication")
record ReplicationConfiguration(
    String queueUrl,
    String sourceBucket,
    String destinationBucket,
    @Nullable URI s3Endpoint,
    @Nullable URI sqsEndpoint) {}
