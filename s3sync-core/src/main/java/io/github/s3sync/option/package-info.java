/** The options of a rule: the properties of its replicas, and how they are copied. */
@NullMarked
package io.github.s3sync.option;

import org.jspecify.annotations.NullMarked;
