/** A Spring Boot 4 application with the poller in it. */
package io.github.s3sync.examples.boot;
