/** Writes the result of a comparison as an HTML page. */
@NullMarked
package io.github.s3sync.cli.page;

import org.jspecify.annotations.NullMarked;
