/**
 * Builds single requests to S3 with their conditions, headers and owner guards, and reads and
 * compares the state of sources and replicas.
 */
@NullMarked
package io.github.s3sync.request;

import org.jspecify.annotations.NullMarked;
