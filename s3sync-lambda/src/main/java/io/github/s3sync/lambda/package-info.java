/**
 * Provides AWS Lambda handlers, which accept the events of any trigger and answer in the form that
 * it expects.
 */
@NullMarked
package io.github.s3sync.lambda;

import org.jspecify.annotations.NullMarked;
