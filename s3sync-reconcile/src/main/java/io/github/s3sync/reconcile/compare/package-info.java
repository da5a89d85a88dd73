/** Compares a listing of sources with a listing of replicas. */
@NullMarked
package io.github.s3sync.reconcile.compare;

import org.jspecify.annotations.NullMarked;
