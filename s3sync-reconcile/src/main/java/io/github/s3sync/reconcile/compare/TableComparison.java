package io.github.s3sync.reconcile.compare;

import io.github.s3sync.plan.Decision;
import io.github.s3sync.reconcile.listing.ListedObject;

/** Compares objects by means of a table of all sources. Safe for use by many threads. */
final class TableComparison {

  private final Flow flow;
  private final Examiner examiner;
  private final FlowComparison comparison;
  private final ReplicaTable table;

  TableComparison(Flow flow, Examiner examiner, FlowComparison comparison, ReplicaTable table) {
    this.flow = flow;
    this.examiner = examiner;
    this.comparison = comparison;
    this.table = table;
  }

  /** Adds a source, without counting it. */
  void addSource(ListedObject source, Tally seen, RangeLedger.Segment segment) {
    if (flow.decide(source) instanceof Decision.Copy copy) {
      table.addSource(copy.plan().replica().key(), source);
    }
  }

  /** Compares a replica with its source, or examines it if it has no source. */
  void addReplica(ListedObject replica, Tally seen, RangeLedger.Segment segment) {
    if (table.addReplica(replica)) {
      return;
    }
    seen.foundReplica();
    if (comparison.glance(null, replica) == Judge.Glance.EXCLUDED) {
      seen.addExcluded();
      return;
    }
    if (examiner.looksUpSourceOf(replica)) {
      table.addJudged(replica);
    }
    segment.postpone();
    comparison.judge(null, replica, segment);
  }

  /** Decides about a source. */
  void compareSource(ListedObject source, Tally seen, RangeLedger.Segment segment) {
    ReplicaTable.State state =
        flow.decide(source) instanceof Decision.Copy copy
            ? table.state(copy.plan().replica().key())
            : ReplicaTable.State.ABSENT;
    if (state == ReplicaTable.State.JUDGED) {
      // The source was written after the sources were listed first. The replica has a verdict.
      return;
    }
    boolean paired = state == ReplicaTable.State.SAME || state == ReplicaTable.State.OTHER;
    seen.foundSource(source.sizeBytes(), paired);
    Judge.Glance glance = comparison.glance(source, null);
    if (glance == Judge.Glance.EXCLUDED) {
      seen.addExcluded();
      return;
    }
    if (state == ReplicaTable.State.SAME && examiner.trustsListing(source)) {
      seen.addSame();
      return;
    }
    segment.postpone();
    switch (state) {
      case SHARED -> comparison.judge(source, null, segment, () -> examiner.shared(source));
      case UNSEEN ->
          comparison.judge(source, null, segment, () -> examiner.source(source, null, true));
      case ABSENT, SAME, OTHER, JUDGED ->
          comparison.judge(source, null, segment, () -> examiner.source(source, null, false));
    }
  }
}
