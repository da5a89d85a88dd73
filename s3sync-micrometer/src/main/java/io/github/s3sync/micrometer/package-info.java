/** Reports outcomes, messages and the health of a poller as meters of Micrometer. */
@NullMarked
package io.github.s3sync.micrometer;

import org.jspecify.annotations.NullMarked;
