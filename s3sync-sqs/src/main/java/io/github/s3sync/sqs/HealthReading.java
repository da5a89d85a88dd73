package io.github.s3sync.sqs;

import static java.util.Comparator.naturalOrder;

import io.github.s3sync.sqs.PollerHealth.State;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads the health of a poller from its parts. Sends no request. */
final class HealthReading {

  static final int STALLED_SECONDS = 45;

  /** Five minutes of {@link State#STALLED}. */
  static final int DEAD_SECONDS = STALLED_SECONDS + 300;

  private final Intake intake;
  private final Receivers receivers;
  private final InFlight inFlight;
  private final Acknowledger acknowledger;
  private final ConcurrencyLimit slots;
  private final ProblemLog receiving;
  private final List<ProblemLog> problems;
  private final FailureRun failures;

  HealthReading(
      Intake intake,
      Receivers receivers,
      InFlight inFlight,
      Acknowledger acknowledger,
      ConcurrencyLimit slots,
      ProblemLog receiving,
      List<ProblemLog> problems,
      FailureRun failures) {
    this.intake = intake;
    this.receivers = receivers;
    this.inFlight = inFlight;
    this.acknowledger = acknowledger;
    this.slots = slots;
    this.receiving = receiving;
    this.problems = List.copyOf(problems);
    this.failures = failures;
  }

  /** Returns the health of a poller in a state. */
  PollerHealth of(State state, @Nullable Instant started, @Nullable Instant lastSuccess) {
    return new PollerHealth(
        state,
        started,
        intake.lastReceive(),
        lastSuccess,
        intake.backlogAge(receivers.asking()),
        inFlight.working(),
        inFlight.workingFor().values().stream().max(naturalOrder()).orElse(Duration.ZERO),
        slots.limit(),
        acknowledger.outstanding(),
        problem(),
        !receivers.isAnyDead() && (state != State.STALLED || inStepSeconds() < DEAD_SECONDS));
  }

  /** Returns the state of a poller that was started and not closed. */
  State running() {
    boolean late = inStepSeconds() >= STALLED_SECONDS;
    return switch (receivers.step()) {
      case TAKING_SLOTS -> State.BUSY;
      case ASKING ->
          late ? State.STALLED : receiving.current() == null ? State.RECEIVING : State.BACKING_OFF;
      case PAUSING -> State.BACKING_OFF;
      case ENDED -> State.STALLED;
    };
  }

  private @Nullable String problem() {
    return Stream.concat(
            problems.stream().map(ProblemLog::current),
            Stream.of(failures).map(FailureRun::current))
        .filter(Objects::nonNull)
        .findFirst()
        .orElse(null);
  }

  private long inStepSeconds() {
    return receivers.inStep().toSeconds();
  }
}
