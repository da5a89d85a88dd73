/**
 * Decides what to do about an event, without requests to any service. The reasons of failures and
 * skips are also defined here, because the packages that follow use them.
 */
@NullMarked
package io.github.s3sync.plan;

import org.jspecify.annotations.NullMarked;
