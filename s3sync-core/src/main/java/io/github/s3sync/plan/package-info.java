/** What will be done about an event, decided without asking anybody. */
@NullMarked
package io.github.s3sync.plan;

import org.jspecify.annotations.NullMarked;
