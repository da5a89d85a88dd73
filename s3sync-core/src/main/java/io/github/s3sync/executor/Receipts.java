package io.github.s3sync.executor;

import io.github.s3sync.copy.CopyReceipt;
import io.github.s3sync.copy.CopyResult;
import io.github.s3sync.copy.DeleteReceipt;
import io.github.s3sync.plan.SkipReason;
import io.github.s3sync.request.S3Calls;
import io.github.s3sync.request.Source;
import io.github.s3sync.request.WriteResult;
import java.time.Clock;
import java.time.Duration;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Writes the results of a plan, with its requests and the time since this class was created. */
final class Receipts {

  private final S3Calls calls;
  private final Clock clock;
  private final LongSupplier nanoTime;
  private final long beganNanos;

  Receipts(S3Calls calls, Clock clock, LongSupplier nanoTime) {
    this.calls = calls;
    this.clock = clock;
    this.nanoTime = nanoTime;
    this.beganNanos = nanoTime.getAsLong();
  }

  CopyResult notNeeded(SkipReason reason) {
    return new CopyResult.NotNeeded(reason, calls.count());
  }

  DeleteReceipt deleted(@Nullable String versionId) {
    return new DeleteReceipt(versionId, calls.count(), elapsed(), clock.instant());
  }

  CopyReceipt copied(Source source, WriteResult written) {
    return new CopyReceipt(
        source.eTag(),
        written.eTag(),
        written.versionId(),
        source.sizeBytes(),
        written.parts(),
        calls.count(),
        elapsed(),
        clock.instant());
  }

  private Duration elapsed() {
    return Duration.ofNanos(nanoTime.getAsLong() - beganNanos);
  }
}
