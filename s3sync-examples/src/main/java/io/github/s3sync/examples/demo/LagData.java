package io.github.s3sync.examples.demo;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Contains the measurements of a stream of objects. All times are relative to the start of the
 * measurement, so that times of the warm-up are negative.
 *
 * @param plan the intended stream
 * @param objects the result for each object
 * @param backlog the size of the queue, sampled several times a second
 * @param stopped when no poller ran
 * @param throttled when S3 answered copies with 503
 */
record LagData(
    StreamPlan plan, List<Sent> objects, List<Backlog> backlog, Span stopped, Span throttled) {

  LagData {
    objects = List.copyOf(objects);
    backlog = List.copyOf(backlog);
  }

  /** Returns how late the last object was put, because the machine was busy. */
  Duration late() {
    return objects.get(objects.size() - 1).put().minus(plan.at(plan.objects() - 1));
  }

  /**
   * Describes one object of the stream.
   *
   * @param key its source key
   * @param put when it was put
   * @param lag from S3's event to the replica; null if no outcome was reported
   * @param outcome its outcome, as one word
   */
  record Sent(String key, Duration put, @Nullable Duration lag, String outcome) {}

  /**
   * Describes the size of the queue at one time.
   *
   * @param at the time
   * @param visible the messages that wait
   * @param inFlight the messages that are being processed, or that back off after a failure
   */
  record Backlog(Duration at, int visible, int inFlight) {}

  /** A period of time. */
  record Span(Duration from, Duration to) {}
}
