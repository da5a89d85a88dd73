/** Lists a bucket by ranges of keys. */
@NullMarked
package io.github.s3sync.reconcile.listing;

import org.jspecify.annotations.NullMarked;
