/**
 * Transfers the bytes of one object: inside S3 or streamed through this process, in one request or
 * in parts. Resumes unfinished uploads, and sets the properties that a replica did not get by its
 * creation.
 */
@NullMarked
package io.github.s3sync.transfer;

import org.jspecify.annotations.NullMarked;
