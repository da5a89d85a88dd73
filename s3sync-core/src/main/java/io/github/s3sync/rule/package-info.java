/**
 * Rules, as configured by the user: which objects are copied, to which destinations, under which
 * keys and with which options. A set of rules is checked as a whole, so that no rule undoes the
 * work of another.
 */
@NullMarked
package io.github.s3sync.rule;

import org.jspecify.annotations.NullMarked;
