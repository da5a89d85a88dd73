/** Two accounts, a queue and the library in one JVM: what the README's first command runs. */
@NullMarked
package io.github.s3sync.examples.demo;

import org.jspecify.annotations.NullMarked;
