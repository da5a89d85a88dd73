/**
 * Where replicas are written: the bucket and the mapping of keys. Also the Region, principal and
 * store through which either side of a rule is accessed.
 */
@NullMarked
package io.github.s3sync.destination;

import org.jspecify.annotations.NullMarked;
