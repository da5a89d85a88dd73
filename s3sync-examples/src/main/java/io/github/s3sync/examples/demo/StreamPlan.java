package io.github.s3sync.examples.demo;

import java.time.Duration;

/**
 * A steady stream of objects, and what goes wrong in it: from a fifth of its time on the poller is
 * stopped, from four sevenths on S3 throttles, each for an eighth.
 *
 * @param warmUp how many objects go before it, for a cold JVM takes a second for its first copies
 * @param perSecond how many objects are put in a second
 * @param seconds for how long
 */
record StreamPlan(int warmUp, int perSecond, int seconds) {

  int objects() {
    return perSecond * seconds;
  }

  /** When an object is to be put, the first at zero. */
  Duration at(int object) {
    return Duration.ofSeconds(object).dividedBy(perSecond);
  }

  Duration stop() {
    return length().dividedBy(5);
  }

  Duration throttle() {
    return length().multipliedBy(4).dividedBy(7);
  }

  /** How long the poller is stopped, and S3 throttles. */
  Duration trouble() {
    return length().dividedBy(8);
  }

  Duration length() {
    return Duration.ofSeconds(seconds);
  }
}
