/** The commands that print policies and notifications, each with the command that applies it. */
@NullMarked
package io.github.s3sync.cli.policy;

import org.jspecify.annotations.NullMarked;
