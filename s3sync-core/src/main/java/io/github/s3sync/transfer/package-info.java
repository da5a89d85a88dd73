/**
 * Transfers the bytes of one object: inside S3 or streamed through this process, in one request or
 * in parts, with resumption of unfinished uploads, and completes what creation left out.
 */
@NullMarked
package io.github.s3sync.transfer;

import org.jspecify.annotations.NullMarked;
