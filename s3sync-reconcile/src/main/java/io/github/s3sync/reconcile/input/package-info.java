/** Reads the keys of objects to compare from lists of keys and from reports. */
@NullMarked
package io.github.s3sync.reconcile.input;

import org.jspecify.annotations.NullMarked;
