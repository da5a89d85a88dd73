/** Computes and compares checksums of whole objects and of parts. */
@NullMarked
package io.github.s3sync.checksum;

import org.jspecify.annotations.NullMarked;
