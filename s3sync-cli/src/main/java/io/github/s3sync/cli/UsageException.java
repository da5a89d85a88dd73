package io.github.s3sync.cli;

import org.jspecify.annotations.Nullable;

/** Thrown if an argument is wrong, or cannot be combined with another. */
final class UsageException extends RuntimeException {

  UsageException(String message) {
    super(message);
  }

  UsageException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
