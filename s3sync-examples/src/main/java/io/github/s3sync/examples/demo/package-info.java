/**
 * Contains the demo, the README's first command: two accounts, a queue and the library in one JVM.
 */
@NullMarked
package io.github.s3sync.examples.demo;

import org.jspecify.annotations.NullMarked;
