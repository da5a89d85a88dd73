/**
 * Rules, as configured by the user: which objects are copied, to which destinations, under which
 * keys and with which properties.
 */
@NullMarked
package io.github.s3sync.rule;

import org.jspecify.annotations.NullMarked;
