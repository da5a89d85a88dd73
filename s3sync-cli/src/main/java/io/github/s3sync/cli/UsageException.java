package io.github.s3sync.cli;

import org.jspecify.annotations.Nullable;

/** An argument that is wrong, or does not go with another. */
final class UsageException extends RuntimeException {

  UsageException(String message) {
    super(message);
  }

  UsageException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
