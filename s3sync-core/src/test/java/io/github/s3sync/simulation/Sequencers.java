package io.github.s3sync.simulation;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The sequencers of senders that claim to be S3. */
enum Sequencers {
  /** As S3 sends them. */
  GROWING,
  /** Some stores do not send them. */
  NONE,
  /** As LocalStack and moto send them. */
  CONSTANT,
  /** The time of a node's clock, which may be behind the clock of another node. */
  CLOCKS,
  RANDOM,
  FALLING,
  /** Of any length, including empty ones. */
  OF_ANY_LENGTH;

  private static final List<Sequencers> BY_WEIGHT =
      List.of(GROWING, GROWING, GROWING, NONE, CONSTANT, CLOCKS, RANDOM, FALLING, OF_ANY_LENGTH);

  static Sequencers of(int number) {
    return BY_WEIGHT.get(number % BY_WEIGHT.size());
  }

  /** Returns the sequencer of the next change. */
  @Nullable String next(int number, Scheduler scheduler) {
    return switch (this) {
      case GROWING -> hex(number);
      case NONE -> null;
      case CONSTANT -> "0055AED6DCD90281E5";
      case CLOCKS -> {
        long behind = scheduler.random().nextInt(2) * Scheduler.SECOND;
        yield hex(1_700_000_000L * Scheduler.SECOND + scheduler.now() - behind);
      }
      case RANDOM -> hex(scheduler.random().nextLong());
      case FALLING -> hex(-number);
      case OF_ANY_LENGTH -> {
        int length = scheduler.random().nextInt(4);
        yield hex(scheduler.random().nextLong()).substring(0, length);
      }
    };
  }

  private static String hex(long number) {
    return String.format("%016X", number);
  }
}
