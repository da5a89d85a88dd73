/** Rules and whole façades from JSON and the environment. */
@NullMarked
package io.github.s3sync.config;

import org.jspecify.annotations.NullMarked;
