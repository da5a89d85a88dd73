/** What became of objects, and how a poller is, as meters of Micrometer. */
@NullMarked
package io.github.s3sync.micrometer;

import org.jspecify.annotations.NullMarked;
