package io.github.s3sync.faults;

import io.github.s3sync.S3Sync;
import io.github.s3sync.copy.Concurrency;
import io.github.s3sync.copy.Deadline;
import io.github.s3sync.executor.CopySeams;
import io.github.s3sync.executor.S3CopyExecutor;
import io.github.s3sync.outcome.CopyOutcome;
import io.github.s3sync.outcome.SyncReport;
import io.github.s3sync.testing.Fault;
import io.github.s3sync.testing.RecordedRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import software.amazon.awssdk.services.s3.S3Client;

/** Handles an event while one request fails, and again without faults. */
record Trial(Scene scene, FaultKind kind, boolean retries) {

  /** Larger objects are copied in parts. */
  private static final int THRESHOLD = 1_000;

  private static final int PART = 5 * 1024 * 1024;

  /** Returns all meaningful combinations. */
  static List<Trial> all() {
    List<Trial> all = new ArrayList<>();
    for (FaultKind kind : FaultKind.values()) {
      for (Scene scene : Scene.values()) {
        if (!kind.isOfACondition() || scene.hasCondition()) {
          all.add(new Trial(scene, kind, false));
          all.add(new Trial(scene, kind, true));
        }
      }
    }
    return all;
  }

  /**
   * The result.
   *
   * @param outcome the outcome as shown in the table
   * @param wronglyAcknowledged whether the report had no failure although the replica differed from
   *     its source
   * @param uploads how many uploads were then unfinished
   * @param uploadsInTheEnd how many uploads were unfinished after the event had been handled again
   * @param equalInTheEnd whether the replica equalled its source, without a failure, after the
   *     event, or that of a newer write which superseded it, had been handled again
   */
  record Result(
      Trial trial,
      String outcome,
      boolean wronglyAcknowledged,
      int uploads,
      int uploadsInTheEnd,
      boolean equalInTheEnd) {}

  Result run(Stage stage) {
    String key = scene + "-" + kind + "-" + retries;
    Sides sides = new Sides(stage, key, sizeBytes());
    sides.put(1);
    if (scene.course() == Scene.Course.DELETE) {
      sync(stage, stage.direct()).handle(stage.lastEvent(key), Deadline.none());
      sides.deleteSource();
    }
    String event = stage.lastEvent(key);
    S3Sync sync = sync(stage, stage.client(retries, kind.isStall()));

    AtomicInteger met = new AtomicInteger();
    AtomicBoolean armed = new AtomicBoolean(true);
    Predicate<RecordedRequest> request =
        r -> r.key().equals(key) && r.operation().equals(scene.operation());
    stage
        .proxy()
        .onNth(
            r -> armed.get() && request.test(r) && met.incrementAndGet() > 0,
            scene.nth(),
            kind.fault(scene, () -> sides.put(2)));
    if (scene == Scene.ABORT) {
      stage
          .proxy()
          .onNth(
              r -> r.key().equals(key) && r.operation().equals("UploadPartCopy"),
              1,
              Fault.error(403, "AccessDenied"));
    }
    SyncReport report = sync.handle(event, Deadline.none());
    armed.set(false);
    if (met.get() < scene.nth()) {
      throw new IllegalStateException(this + " did not occur: no such request: " + report);
    }
    boolean wrong = report.failed().isEmpty() && !sides.areEqual();
    int uploads = sides.openUploads();

    boolean again = sync.handle(event, Deadline.none()).failed().isEmpty() && sides.areEqual();
    Result result =
        new Result(
            this,
            describe(report.outcomes().get(0), uploads),
            wrong,
            uploads,
            sides.openUploads(),
            again);
    sides.forget();
    return result;
  }

  /** Returns a size with two parts only if the scene distinguishes them, because it is slower. */
  private int sizeBytes() {
    if (scene.course() != Scene.Course.PARTS) {
      return THRESHOLD;
    }
    return scene.operation().equals("UploadPartCopy") ? PART + 1 : THRESHOLD + 1;
  }

  private S3Sync sync(Stage stage, S3Client client) {
    return S3Sync.builder()
        .rules(scene.rule(!kind.isOfACondition(), stage.knowsTags()))
        .executor(
            CopySeams.withoutPauses(
                    CopySeams.inPartsAbove(
                        S3CopyExecutor.builder(client).partSizeBytes(PART), THRESHOLD))
                .concurrency(Concurrency.callerOnly())
                .build())
        .build();
  }

  private static String describe(CopyOutcome outcome, int uploads) {
    String text;
    if (outcome instanceof CopyOutcome.Copied || outcome instanceof CopyOutcome.Deleted) {
      text = "done";
    } else if (outcome instanceof CopyOutcome.Skipped skipped) {
      text = "skipped, `" + skipped.reason() + "`";
    } else {
      CopyOutcome.Failed failed = (CopyOutcome.Failed) outcome;
      text = "`" + failed.reason() + "`" + (failed.retryable() ? "" : ", permanent");
    }
    return uploads == 0 ? text : text + "; an upload remains unfinished";
  }
}
