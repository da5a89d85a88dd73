package io.github.s3sync.simulation;

import java.net.SocketException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.RequestOverrideConfiguration;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.S3Request;

/**
 * Runs requests. Each takes time before and after its effect, may fail, may be the last one of its
 * process, and is abandoned at its timeout.
 */
final class Requests {

  /** After this many faults the network is reliable. */
  private static final int MAX_FAULTS = 12;

  private final Scheduler scheduler;
  private final Setting setting;
  private final Journal journal;
  private final Tally tally;
  private final Uploads uploads;
  private int faults;
  private int crashes;

  Requests(Scheduler scheduler, Setting setting, Journal journal, Tally tally, Uploads uploads) {
    this.scheduler = scheduler;
    this.setting = setting;
    this.journal = journal;
    this.tally = tally;
    this.uploads = uploads;
  }

  /** Makes a request, whose effect may contain further scheduling points. */
  <T> T make(
      Worker by, S3Request request, String name, List<Fault> possible, Function<Point, T> effect) {
    tally.count(name.split(" ", 2)[0]);
    Fault fault = fault(possible);
    note(name, fault == Fault.NONE ? null : fault);
    Optional<Duration> timeout =
        request.overrideConfiguration().flatMap(RequestOverrideConfiguration::apiCallTimeout);
    long givenUp = timeout.map(t -> scheduler.now() + t.toNanos()).orElse(Long.MAX_VALUE);
    Point point = nanos -> pause(by, nanos, givenUp);
    point.pause(scheduler.shortWhile());
    begin(fault);
    T answer = null;
    S3Exception refusal = null;
    try {
      answer = effect.apply(point);
      if (fault == Fault.REPEATED) {
        point.pause(scheduler.shortWhile());
        answer = effect.apply(point);
      }
    } catch (S3Exception e) {
      refusal = e;
      tally.count(String.valueOf(e.statusCode()));
    }
    note(name + " =", refusal == null ? answer : refusal.statusCode());
    point.pause(scheduler.shortWhile());
    if (fault == Fault.LOST) {
      throw noAnswer();
    }
    if (refusal != null || answer == null) {
      throw refusal == null ? new IllegalStateException(name) : refusal;
    }
    return answer;
  }

  private void pause(Worker by, long nanos, long givenUp) {
    if (scheduler.now() + nanos >= givenUp) {
      scheduler.pause(Math.max(0, givenUp - scheduler.now()));
      tally.count("given up");
      note("given up", null);
      throw ApiCallTimeoutException.create(1);
    }
    scheduler.pause(nanos);
    if (crashes < setting.crashes && scheduler.chance(2)) {
      crashes++;
      tally.count("killed");
      throw by.crash();
    }
  }

  private Fault fault(List<Fault> possible) {
    if (possible.isEmpty() || faults >= MAX_FAULTS || !scheduler.chance(setting.faultPercent)) {
      return Fault.NONE;
    }
    Fault fault = possible.get(scheduler.random().nextInt(possible.size()));
    count(fault);
    return fault;
  }

  /** Decides whether the body of an answer has this fault. */
  boolean isBroken(Fault fault) {
    boolean broken = faults < MAX_FAULTS && scheduler.chance(setting.faultPercent);
    if (broken) {
      note("the body is broken", fault);
      count(fault);
    }
    return broken;
  }

  private void count(Fault fault) {
    faults++;
    tally.count(fault.name());
  }

  private void begin(Fault fault) {
    switch (fault) {
      case THROTTLED -> throw Refusal.slowDown();
      case FAILED -> throw Refusal.internalError();
      case RESET -> throw noAnswer();
      case CONFLICT -> throw Refusal.conflict();
      case PRECONDITION -> throw Refusal.preconditionFailed();
      case GONE -> throw Refusal.noSuchKey();
      case UPLOADS_ABORTED -> uploads.closeAll();
      case NONE, LOST, REPEATED, CUT, OTHER_BYTES -> {}
    }
  }

  private void note(String what, @Nullable Object detail) {
    journal.note(scheduler.now(), scheduler.me(), what, detail);
  }

  private static SdkClientException noAnswer() {
    return SdkClientException.builder()
        .message("no answer")
        .cause(new SocketException("Connection reset"))
        .writableStackTrace(false)
        .build();
  }

  /** A scheduling point at which other threads may run during a request. */
  interface Point {
    void pause(long nanos);
  }
}
