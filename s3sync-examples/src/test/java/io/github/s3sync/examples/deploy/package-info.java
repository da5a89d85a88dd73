/** Tests that the templates in {@code deploy/} configure what the library needs. */
@NullMarked
package io.github.s3sync.examples.deploy;

import org.jspecify.annotations.NullMarked;
