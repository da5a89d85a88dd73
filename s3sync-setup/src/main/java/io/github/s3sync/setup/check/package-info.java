/** Whether rules can work with the accounts as they are: tried without writing an object. */
@NullMarked
package io.github.s3sync.setup.check;

import org.jspecify.annotations.NullMarked;
