/**
 * Checks whether rules work with the accounts in their current state, without writing an object.
 */
@NullMarked
package io.github.s3sync.setup.check;

import org.jspecify.annotations.NullMarked;
