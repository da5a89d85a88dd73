package io.github.s3sync.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Holds messages. Each becomes visible at its own time and is delivered until a process
 * acknowledges it.
 */
final class Queue {

  private final Scheduler scheduler;
  private final List<Message> visible = new ArrayList<>();
  private final List<Actor> idle = new ArrayList<>();
  private int outstanding;

  Queue(Scheduler scheduler) {
    this.scheduler = scheduler;
  }

  /** Counts a message that is still to be sent, so that no process stops before. */
  void expect() {
    outstanding++;
  }

  /** Makes an expected message visible after a delay. */
  void send(Message message, long after) {
    scheduler.at(
        scheduler.now() + after,
        () -> {
          visible.add(message);
          wakeAll();
        });
  }

  /** Waits for a visible message that matches; returns null when all messages are done. */
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

  /** Counts an expected message as done or cancelled. */
  void done() {
    if (--outstanding == 0) {
      idle.forEach(scheduler::wake);
    }
  }

  /** Wakes all processes, because not every process accepts every message. */
  private void wakeAll() {
    idle.forEach(scheduler::wake);
  }
}
