/** The façade: a notification in, a report of what became of each record out. */
@NullMarked
package io.github.s3sync;

import org.jspecify.annotations.NullMarked;
