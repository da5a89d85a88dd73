/** Whether the templates in {@code deploy/} say what the library needs. */
@NullMarked
package io.github.s3sync.examples.deploy;

import org.jspecify.annotations.NullMarked;
