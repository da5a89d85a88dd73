package io.github.s3sync.examples.demo;

import java.time.Duration;

/**
 * Describes a steady stream of objects and its faults: the poller stops after one fifth of the
 * time, and S3 throttles after four sevenths, each for one eighth.
 *
 * @param warmUp the number of objects before the measurement, since a cold JVM needs a second for
 *     its first copies
 * @param perSecond the number of objects that are put per second
 * @param seconds the duration
 */
record StreamPlan(int warmUp, int perSecond, int seconds) {

  int objects() {
    return perSecond * seconds;
  }

  /** Returns when an object is to be put; the first at zero. */
  Duration at(int object) {
    return Duration.ofSeconds(object).dividedBy(perSecond);
  }

  Duration stop() {
    return length().dividedBy(5);
  }

  Duration throttle() {
    return length().multipliedBy(4).dividedBy(7);
  }

  /** Returns how long the poller is stopped, and how long S3 throttles. */
  Duration faultDuration() {
    return length().dividedBy(8);
  }

  Duration length() {
    return Duration.ofSeconds(seconds);
  }
}
