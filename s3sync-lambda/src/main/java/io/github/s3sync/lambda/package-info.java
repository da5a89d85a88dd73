/** AWS Lambda handlers: any trigger in, the answer that trigger expects out. */
@NullMarked
package io.github.s3sync.lambda;

import org.jspecify.annotations.NullMarked;
