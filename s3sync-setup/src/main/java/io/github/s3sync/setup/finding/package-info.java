/** The findings of a preflight: what was checked, how serious it is, and what is missing. */
@NullMarked
package io.github.s3sync.setup.finding;

import org.jspecify.annotations.NullMarked;
