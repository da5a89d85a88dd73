/** What the user wants: which objects, where to, under which key, with which properties. */
@NullMarked
package io.github.s3sync.rule;

import org.jspecify.annotations.NullMarked;
