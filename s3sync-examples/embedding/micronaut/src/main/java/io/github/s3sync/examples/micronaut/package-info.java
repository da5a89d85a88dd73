/** A Micronaut application with the poller in it. */
package io.github.s3sync.examples.micronaut;
