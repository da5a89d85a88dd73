/** A Spring Boot 4 application that contains the poller. */
package io.github.s3sync.examples.boot;
