/** Breaks the house rules, to show that they notice. */
@NullMarked
package io.github.s3sync.architecture.wrong.config;

import org.jspecify.annotations.NullMarked;
