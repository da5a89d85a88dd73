/** Identifies objects: decodes a key as sent to the key as stored, byte for byte. */
@NullMarked
package io.github.s3sync.key;

import org.jspecify.annotations.NullMarked;
