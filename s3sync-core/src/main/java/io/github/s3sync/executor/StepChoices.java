package io.github.s3sync.executor;

import io.github.s3sync.event.EventKind;
import io.github.s3sync.option.CopyOptions;
import io.github.s3sync.option.TransferMode;
import io.github.s3sync.plan.CopyPlan;
import io.github.s3sync.request.PartKeys;
import io.github.s3sync.transfer.CopySettings;

/**
 * Answers which steps a plan needs. {@link Convergence} carries the steps out, and {@link
 * RequestForecast} predicts their requests.
 */
final class StepChoices {

  private final CopyPlan plan;
  private final CopyOptions options;
  private final CopySettings settings;
  private final boolean toAws;

  /**
   * Creates the choices of a plan.
   *
   * @param toAws whether the destination is Amazon S3 itself
   */
  StepChoices(CopyPlan plan, CopySettings settings, boolean toAws) {
    this.plan = plan;
    this.options = plan.rule().options();
    this.settings = settings;
    this.toAws = toAws;
  }

  boolean isDeleteEvent() {
    return plan.event().kind() == EventKind.REMOVED;
  }

  boolean isTwoWay() {
    return options.twoWay();
  }

  boolean streams() {
    return options.transfer() == TransferMode.STREAM;
  }

  /** Tells whether the written replica is looked up and compared with its source. */
  boolean verifies() {
    return !toAws && options.verify();
  }

  /** Tells whether objects of this size are copied in parts, unless the key forbids it. */
  boolean isLarge(long sizeBytes) {
    return sizeBytes
        > (streams() ? settings.streamedPartBytes() : settings.multipartThresholdBytes());
  }

  /** Tells whether a copy inside a store should be made in one request because of its key. */
  boolean avoidsParts() {
    return !streams() && verifies() && PartKeys.avoidParts(plan);
  }

  /** Tells whether the source is looked up first, even if the event describes it sufficiently. */
  boolean needsSourceLookup() {
    // In a store other than S3, the written replica is compared with the source that was looked up.
    return isDeleteEvent()
        || options.needsHead()
        || isTwoWay()
        || verifies()
        || (!toAws && !options.overwrite());
  }

  /**
   * Tells whether the replica is looked up before a copy; two-way rules have a lookup of their own.
   */
  boolean needsReplicaLookup(boolean large) {
    boolean mustNotOverwrite = !options.overwrite() && (streams() || !toAws);
    return !isTwoWay() && (large || options.skipEqual() || mustNotOverwrite);
  }

  /**
   * Tells whether the source is re-checked after a copy.
   *
   * @param quick whether the copy took less than {@code recheckAfter}
   * @param inParts whether it was made in parts, or the replica was changed after its creation
   */
  boolean mustRecheck(boolean quick, boolean inParts) {
    // Under a rule that never overwrites, a second round could not write.
    return options.overwrite() && (!quick || inParts || isTwoWay());
  }
}
