/** Reads rules from JSON, and builds façades from environment variables. */
@NullMarked
package io.github.s3sync.config;

import org.jspecify.annotations.NullMarked;
