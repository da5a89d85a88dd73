/** A Spring Boot 3 application with the poller in it. */
package io.github.s3sync.examples.boot;
