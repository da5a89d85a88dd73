package io.github.s3sync.examples.demo;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What was seen of a stream of objects; all times since its start, so that those of the warm-up are
 * negative.
 *
 * @param plan how the stream was meant to be
 * @param objects what became of each
 * @param backlog the queue, some times a second
 * @param stopped when no poller ran
 * @param throttled when S3 answered copies with 503
 */
record LagData(
    StreamPlan plan, List<Sent> objects, List<Backlog> backlog, Span stopped, Span throttled) {

  LagData {
    objects = List.copyOf(objects);
    backlog = List.copyOf(backlog);
  }

  /** How late the last object was put, because the machine had other things to do. */
  Duration late() {
    return objects.get(objects.size() - 1).put().minus(plan.at(plan.objects() - 1));
  }

  /**
   * One object of the stream.
   *
   * @param key its source key
   * @param put when it was put
   * @param lag from S3's event to the replica; null if none was heard of
   * @param outcome what was heard of it, in a word
   */
  record Sent(String key, Duration put, @Nullable Duration lag, String outcome) {}

  /**
   * The queue at one time.
   *
   * @param at when
   * @param visible messages that wait
   * @param inFlight messages in work, or in the back-off after a failure
   */
  record Backlog(Duration at, int visible, int inFlight) {}

  /** A part of the time. */
  record Span(Duration from, Duration to) {}
}
