/** A Spring Boot 3 application that contains the poller. */
package io.github.s3sync.examples.boot;
