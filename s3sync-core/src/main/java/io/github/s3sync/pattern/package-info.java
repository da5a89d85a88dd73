/**
 * Filters that decide which objects a rule accepts, and mappings from the key of an object to the
 * key of its replica. Both take bounded time, whatever the pattern and the key.
 */
@NullMarked
package io.github.s3sync.pattern;

import org.jspecify.annotations.NullMarked;
