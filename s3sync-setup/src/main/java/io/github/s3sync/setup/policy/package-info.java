/** Generates the IAM policies and S3 notifications that a set of rules needs, and nothing more. */
@NullMarked
package io.github.s3sync.setup.policy;

import org.jspecify.annotations.NullMarked;
