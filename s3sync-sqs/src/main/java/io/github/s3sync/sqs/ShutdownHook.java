package io.github.s3sync.sqs;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs a task when the JVM ends. Not thread-safe: the poller guards it. */
final class ShutdownHook {

  private static final Logger log = LoggerFactory.getLogger(ShutdownHook.class);

  private @Nullable Thread thread;

  /** Registers a task; does nothing if one is registered. */
  void register(Runnable task) {
    if (thread == null) {
      thread = new Thread(task, "s3sync-sqs-shutdown");
      Runtime.getRuntime().addShutdownHook(thread);
    }
  }

  /** Removes the task, unless this is its thread. */
  void forget() {
    if (thread != null && thread != Thread.currentThread()) {
      try {
        Runtime.getRuntime().removeShutdownHook(thread);
      } catch (IllegalStateException e) {
        log.debug("JVM is already shutting down; shutdown hook not removed");
      }
    }
  }
}
