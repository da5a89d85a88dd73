package io.github.s3sync.reconcile.compare;

import io.github.s3sync.client.S3Clients;
import io.github.s3sync.copy.CopyException;
import io.github.s3sync.key.ObjectRef;
import io.github.s3sync.plan.Decision;
import io.github.s3sync.plan.FailureReason;
import io.github.s3sync.reconcile.finding.Finding;
import io.github.s3sync.reconcile.finding.Repair;
import io.github.s3sync.reconcile.finding.Verdict;
import io.github.s3sync.reconcile.input.GivenKey;
import io.github.s3sync.reconcile.listing.ListingPage;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Compares the given keys that belong to one flow, and finally deletes replicas without a source.
 * Safe for use by many threads.
 */
final class KeyedFlow {

  private final Flow flow;
  private final List<Flow> everyFlow;
  private final Scope scope;
  private final S3Clients clients;
  private final Repair repair;
  private final ExtraDeletes deletes;
  private final Consumer<Finding> listener;
  private final ReplicaClaims claims;
  private final Duration retryPause;
  private final boolean unordered;
  private final Findings findings;
  private final Extras extras;
  private final int workers;
  private KeyProgress progress = new KeyProgress(FlowState.START);
  private @Nullable KeyExaminer examiner;
  private volatile @Nullable FlowState end;
  private volatile @Nullable String problem;

  KeyedFlow(
      Flow flow,
      List<Flow> everyFlow,
      Scope scope,
      S3Clients clients,
      Repair repair,
      @Nullable DeleteLimit limit,
      Consumer<Finding> listener,
      ReplicaClaims claims,
      Duration retryPause,
      boolean unordered,
      int workers) {
    this.flow = flow;
    this.everyFlow = everyFlow;
    this.scope = scope;
    this.clients = clients;
    this.repair = repair;
    this.deletes = new ExtraDeletes(flow, limit, repair);
    this.listener = listener;
    this.claims = claims;
    this.retryPause = retryPause;
    this.unordered = unordered;
    this.workers = workers;
    this.findings = new Findings(flow);
    this.extras = new Extras(flow, deletes, scope, listener);
  }

  /** Returns whether an object may be a source or a replica of this flow. */
  boolean appliesTo(GivenKey given) {
    String key = given.key();
    if (key == null) {
      return flow.mayHave(replica(given));
    }
    return key.startsWith(flow.sourcePrefix())
        && (given.bucket() == null || given.bucket().equals(flow.rule().sourceBucket()))
        && !(flow.decide(key) instanceof Decision.Skip);
  }

  boolean isOfRule(@Nullable String name) {
    return flow.rule().name().equals(name);
  }

  boolean isTo(@Nullable String bucket) {
    return flow.destination().bucket().equals(bucket);
  }

  private static ObjectRef replica(GivenKey given) {
    return new ObjectRef(
        Objects.requireNonNull(given.replicaBucket()), Objects.requireNonNull(given.replicaKey()));
  }

  /**
   * Continues after an earlier run.
   *
   * @param earlier the state in which the earlier run ended
   */
  void begin(FlowState earlier) {
    progress = new KeyProgress(earlier);
    extras.addAll(earlier, progress.ledger()::replace);
  }

  KeyProgress progress() {
    return progress;
  }

  /**
   * Compares an object.
   *
   * @param number the number of the object among the given ones
   * @param segment counts the object
   */
  void compare(GivenKey given, long number, RangeLedger.Segment segment) {
    Finding finding = examine(given);
    Finding counted = finding;
    if (finding.verdict() == Verdict.EXTRA) {
      counted = extras.add(finding, KeyProgress.position(number), segment::replace);
    } else {
      listener.accept(finding);
    }
    segment.settle(count(counted));
  }

  private Finding examine(GivenKey given) {
    String key = given.key();
    try {
      return key == null
          ? examiner().replica(replica(given))
          : examiner().key(key, sharedReplica(given));
    } catch (CopyException e) {
      return failed(given, e);
    } catch (TableFullException e) {
      String message = String.valueOf(e.getMessage());
      return failed(given, new CopyException(FailureReason.UNEXPECTED, message, 0, e));
    } catch (RuntimeException | Error e) {
      return failed(given, new CopyException(FailureReason.UNEXPECTED, e.toString(), 0, e));
    }
  }

  private static @Nullable ObjectRef sharedReplica(GivenKey given) {
    return given.sharesReplica() && given.replicaBucket() != null && given.replicaKey() != null
        ? replica(given)
        : null;
  }

  /** Returns the finding about an object that cannot be looked up, perhaps for lack of a client. */
  private Finding failed(GivenKey given, CopyException problem) {
    String key = given.key();
    return findings.failed(
        key == null ? null : new ObjectRef(flow.rule().sourceBucket(), key),
        key == null ? replica(given) : null,
        problem.reason(),
        String.valueOf(problem.getMessage()),
        problem.requests());
  }

  /** Returns the examiner; only flows that a key belongs to ask for the Region of their bucket. */
  private synchronized KeyExaminer examiner() {
    if (examiner == null) {
      Flow complete = SourceRegion.added(flow, clients);
      Side sources = Side.sources(complete, clients, retryPause, unordered);
      Side replicas = Side.replicas(complete, clients, retryPause, unordered);
      examiner =
          new KeyExaminer(
              complete,
              scope,
              claims,
              new Examiner(complete, everyFlow, sources, replicas, scope, clients, repair));
    }
    return examiner;
  }

  /** Counts an object that was named, whether it exists or not. */
  static Tally count(Finding finding) {
    Tally tally = new Tally();
    boolean hasReplica = finding.replicaState() != null;
    if (finding.sourceState() != null) {
      tally.foundSource(finding.sourceState().sizeBytes(), hasReplica);
    } else if (hasReplica || finding.source() == null) {
      tally.foundReplica();
    } else {
      tally.foundSource(0, false);
    }
    tally.add(finding);
    return tally;
  }

  /**
   * Looks up again, deletes and reports replicas without a source.
   *
   * @param complete whether all keys were read and compared
   * @param wait waits until the settle time has passed
   * @param stopped returns whether the run is to end early
   */
  void finish(boolean complete, SettleWait wait, BooleanSupplier stopped) {
    extras.lookAgain(this::again, complete ? wait : null, workers, stopped);
    if (complete && !stopped.getAsBoolean()) {
      extras.delete(this::problemOfDeletes, stopped);
    }
    // A resumed run decides about the replicas that this run keeps because it is not complete.
    end = state();
    String reason =
        !complete
            ? "the keys were not all read"
            : stopped.getAsBoolean() ? FlowComparison.ENDED_EARLY : FlowComparison.LOOK_FAILED;
    problem = complete ? extras.undecided(reason) : null;
    extras.keepAll(reason);
  }

  /** Looks up a replica again; the examiner may not exist yet if the run was resumed. */
  private Finding again(Finding extra, boolean last) {
    try {
      return examiner().again(extra, last);
    } catch (RuntimeException | Error e) {
      FailureReason reason =
          e instanceof CopyException copy ? copy.reason() : FailureReason.UNEXPECTED;
      return findings.failed(
          extra.source(), extra.replica(), reason, String.valueOf(e), extra.requests());
    }
  }

  /** Returns why replicas without a source are not decided; null if all of them are. */
  @Nullable String problem() {
    return problem;
  }

  private @Nullable String problemOfDeletes(int number) {
    Tally found = counted();
    String share = deletes.tooLargeShare(number, found.replicas(), "given replicas");
    if (share != null) {
      return share;
    }
    return found.sources() == 0 ? problemOfSources() : null;
  }

  /** Returns why it is unknown whether the sources were lost; null if the prefix has an object. */
  private @Nullable String problemOfSources() {
    try {
      ListingPage first =
          FlowRunner.sourcePages(flow, clients).page(flow.rule().prefix(), null, null);
      return first.objects().isEmpty() ? "no source was found at all" : null;
    } catch (RuntimeException e) {
      return "the sources cannot be listed: " + e.getMessage();
    }
  }

  /** Returns the counts of all keys before the first one that was not compared. */
  Tally counted() {
    return progress.counted();
  }

  /**
   * Returns how far the keys were compared. If sources cannot be derived from their replicas, two
   * given sources could have the same replica, which only a run of all keys detects.
   */
  FlowState state() {
    FlowState last = end;
    if (last != null) {
      return last;
    }
    FlowState state = extras.state(progress.ledger());
    return flow.keepsOrder() || state.isFinished() ? state : FlowState.START;
  }

  @Override
  public String toString() {
    return flow.toString();
  }
}
