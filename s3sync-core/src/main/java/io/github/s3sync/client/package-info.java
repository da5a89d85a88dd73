/**
 * Provides the clients for S3 and STS: the principal, Region and store of each request, and the
 * known properties of each store.
 */
@NullMarked
package io.github.s3sync.client;

import org.jspecify.annotations.NullMarked;
