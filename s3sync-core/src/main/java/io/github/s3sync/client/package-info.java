/**
 * Provides the clients for S3 and STS: which principal asks, in which Region, in which store, and
 * what is known about that store.
 */
@NullMarked
package io.github.s3sync.client;

import org.jspecify.annotations.NullMarked;
