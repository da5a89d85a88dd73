package io.github.s3sync.reconcile.compare;

import io.github.s3sync.reconcile.finding.Finding;
import io.github.s3sync.reconcile.finding.Verdict;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Holds a replica without a source until its action is known. Guarded by {@link KeptExtras}, except
 * that one thread at a time looks it up again.
 */
final class KeptExtra {

  private final PendingExtra pending;
  private final @Nullable String position;
  private final BiConsumer<Finding, Finding> recount;
  private volatile Finding finding;
  private volatile boolean confirmed;
  private volatile boolean decided;

  KeptExtra(PendingExtra pending, @Nullable String position, BiConsumer<Finding, Finding> recount) {
    this.pending = pending;
    this.position = position;
    this.recount = recount;
    this.finding = pending.finding();
  }

  PendingExtra pending() {
    return pending;
  }

  /** Returns the position in the ledger; null if an earlier run has counted the replica. */
  @Nullable String position() {
    return position;
  }

  /** Returns the finding of the last look. */
  Finding finding() {
    return finding;
  }

  /** Returns the finding that was counted. */
  Finding counted() {
    return pending.finding();
  }

  void lookedAt(Finding now, boolean last) {
    // The requests of this look include those of the looks before it.
    int more = now.requests() - finding.requests();
    finding = now.verdict() == Verdict.EXTRA ? now : finding.withRequests(more);
    confirmed = last;
  }

  boolean isConfirmed() {
    return confirmed;
  }

  void decide(Finding after) {
    recount.accept(pending.finding(), after);
    decided = true;
  }

  boolean isDecided() {
    return decided;
  }
}
