/** Breaks the house rules, to show that they notice. */
@NullMarked
package io.github.s3sync.architecture.wrong.event;

import org.jspecify.annotations.NullMarked;
