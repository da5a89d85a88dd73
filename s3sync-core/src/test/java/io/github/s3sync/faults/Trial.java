package io.github.s3sync.faults;

import io.github.s3sync.S3Sync;
import io.github.s3sync.copy.Concurrency;
import io.github.s3sync.copy.CopySeams;
import io.github.s3sync.copy.Deadline;
import io.github.s3sync.copy.S3CopyExecutor;
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

/** An event handled while one request goes wrong, and once more when all goes well. */
record Trial(Scene scene, FaultKind kind, boolean retries) {

  private static final int MIB = 1 << 20;

  /** All that make sense. */
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
   * What came of it.
   *
   * @param outcome as the table says it
   * @param wronglyAcknowledged whether the report was without a failure and the replica not as its
   *     source
   * @param uploads how many were then open
   * @param uploadsInTheEnd how many were open when the event had been handled again
   * @param equalInTheEnd whether the replica was as its source when the event, or the one of a
   *     newer write to which it was left, had been handled again, and that without a failure
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
    boolean parts = scene.course() == Scene.Course.PARTS;
    Sides sides = new Sides(stage, key, parts ? 5 * MIB + 1 : 1_000);
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
      throw new IllegalStateException(this + " did not meet its request: " + report);
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

  private S3Sync sync(Stage stage, S3Client client) {
    return S3Sync.builder()
        .rules(scene.rule(!kind.isOfACondition(), stage.knowsTags()))
        .executor(
            CopySeams.withoutPauses(S3CopyExecutor.builder(client))
                .concurrency(Concurrency.callerOnly())
                .multipartThresholdBytes(5 * MIB)
                .partSizeBytes(5 * MIB)
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
    return uploads == 0 ? text : text + "; an upload stays open";
  }
}
