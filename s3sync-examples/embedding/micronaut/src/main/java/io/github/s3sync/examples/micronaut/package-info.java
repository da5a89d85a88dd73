/** A Micronaut application that contains the poller. */
package io.github.s3sync.examples.micronaut;
