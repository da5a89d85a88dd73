/** The façade: accepts a notification and reports the outcome of each of its records. */
@NullMarked
package io.github.s3sync;

import org.jspecify.annotations.NullMarked;
