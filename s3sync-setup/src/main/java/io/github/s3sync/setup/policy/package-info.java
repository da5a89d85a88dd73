/** What IAM and S3 have to be told for a set of rules to work, and nothing more. */
@NullMarked
package io.github.s3sync.setup.policy;

import org.jspecify.annotations.NullMarked;
