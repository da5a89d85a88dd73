package io.github.s3sync.sqs.crash;

import io.github.s3sync.testing.FakeS3;
import io.github.s3sync.testing.Fault;
import java.time.Duration;
import java.util.Random;

/**
 * Injects S3's faults: slow answers, throttling for a while, errors, errors inside a 200, cut
 * connections, and lost answers. For use by one thread.
 */
final class Weather {

  private static final int LONGEST_DELAY_MILLIS = 1_500;

  /**
   * Well below the rest of a visibility timeout when a worker is killed: an upload that a killed
   * worker asked to complete is complete before its message is delivered again. With S3 and a
   * timeout of a minute the margin is much larger.
   */
  private static final int LONGEST_COMPLETION_MILLIS = 600;

  private static final int BURST = 40;

  private final FakeS3 s3;
  private final boolean real;
  private final Ledger ledger;
  private final Random random;

  Weather(Storage storage, Ledger ledger, long seed) {
    this.s3 = storage.fake();
    this.real = storage.isReal();
    this.ledger = ledger;
    this.random = new Random(seed);
  }

  /** Injects, with some probability, a fault for one of the next small objects. */
  void maybeDisturbCopy() {
    if (real) {
      return;
    }
    if (random.nextInt(1_000) == 0) {
      s3.onNext("CopyObject", BURST, Fault.error(503, "SlowDown"));
      ledger.add("fault throttled for 40 requests");
    } else if (random.nextInt(16) == 0) {
      disturb("CopyObject");
    } else if (random.nextInt(60) == 0) {
      disturb("HeadObject");
    }
  }

  /** Injects, with some probability, a fault for one of the next large objects. */
  void maybeDisturbCopyInParts() {
    if (real) {
      return;
    }
    switch (random.nextInt(8)) {
      case 0 -> disturb("CreateMultipartUpload");
      case 1, 2 -> disturb("UploadPartCopy");
      case 3, 4 -> delay("UploadPartCopy", LONGEST_DELAY_MILLIS);
      case 5 -> fail("CompleteMultipartUpload");
      case 6 -> delay("CompleteMultipartUpload", LONGEST_COMPLETION_MILLIS);
      default -> {}
    }
  }

  private void disturb(String operation) {
    switch (random.nextInt(3)) {
      case 0 -> fail(operation);
      case 1 -> add(operation, "answered late", Fault.delayAfter(upTo(LONGEST_DELAY_MILLIS)));
      default -> delay(operation, LONGEST_DELAY_MILLIS);
    }
  }

  private void delay(String operation, int longestMillis) {
    add(operation, "carried out late", Fault.delay(upTo(longestMillis)));
  }

  private void fail(String operation) {
    switch (random.nextInt(7)) {
      case 0 -> add(operation, "throttled", Fault.error(503, "SlowDown"));
      case 1 -> add(operation, "failed", Fault.error(500, "InternalError"));
      case 2 -> add(operation, "failed inside a 200", Fault.errorIn200("InternalError"));
      case 3 -> add(operation, "connection reset", Fault.reset());
      case 4 -> add(operation, "carried out, response lost", Fault.lostAnswer());
      case 5 -> add(operation, "carried out, response truncated", Fault.truncated200());
      default -> add(operation, "answered with an empty body", Fault.empty200());
    }
  }

  private void add(String operation, String what, Fault fault) {
    s3.onNext(operation, fault);
    ledger.add("fault " + what);
  }

  private Duration upTo(int millis) {
    return Duration.ofMillis(random.nextInt(millis));
  }
}
