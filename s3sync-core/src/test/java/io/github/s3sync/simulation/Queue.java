package io.github.s3sync.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Messages, each of which becomes visible at a time of its own and is delivered until somebody says
 * that it is done.
 */
final class Queue {

  private final Scheduler scheduler;
  private final List<Message> visible = new ArrayList<>();
  private final List<Actor> idle = new ArrayList<>();
  private int outstanding;

  Queue(Scheduler scheduler) {
    this.scheduler = scheduler;
  }

  /** Counts one that is still to be sent, so that nobody leaves before. */
  void expect() {
    outstanding++;
  }

  /** Makes one that was expected visible, after a time. */
  void send(Message message, long after) {
    scheduler.at(
        scheduler.now() + after,
        () -> {
          visible.add(message);
          wakeAll();
        });
  }

  /** Any that is visible and wanted; waits for it, and gives null when all are done. */
  @Nullable Message receive(Predicate<Message> wanted) {
    while (visible.stream().noneMatch(wanted)) {
      if (outstanding == 0) {
        return null;
      }
      idle.add(scheduler.me());
      try {
        scheduler.suspend();
      } finally {
        idle.remove(scheduler.me());
      }
    }
    List<Message> mine = visible.stream().filter(wanted).toList();
    Message message = mine.get(scheduler.random().nextInt(mine.size()));
    visible.remove(message);
    if (!visible.isEmpty()) {
      wakeAll();
    }
    return message;
  }

  /** One that was expected is done, or will not come. */
  void done() {
    if (--outstanding == 0) {
      idle.forEach(scheduler::wake);
    }
  }

  /** Not each takes every message. */
  private void wakeAll() {
    idle.forEach(scheduler::wake);
  }
}
