package io.github.s3sync.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.s3sync.cli.output.Json;
import io.github.s3sync.copy.CopyReceipt;
import io.github.s3sync.event.LogText;
import io.github.s3sync.event.ObjectEvent;
import io.github.s3sync.key.ObjectRef;
import io.github.s3sync.outcome.CopyOutcome;
import io.github.s3sync.plan.FailureReason;
import io.github.s3sync.plan.SkipReason;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;

/** Prints the outcome for an object that was requested, as text and as JSON. */
final class CopiedObject {

  /** Reasons for which a requested copy was not made. */
  private static final Set<SkipReason> NOT_COPIED =
      Set.of(
          SkipReason.NO_RULE,
          SkipReason.EVENT_IGNORED,
          SkipReason.SIZE_OUT_OF_RANGE,
          SkipReason.SOURCE_GONE);

  private final CopyOutcome outcome;

  CopiedObject(CopyOutcome outcome) {
    this.outcome = outcome;
  }

  /** Returns whether the request was fulfilled. */
  boolean isDone() {
    return !(outcome instanceof CopyOutcome.Failed)
        && !(outcome instanceof CopyOutcome.Skipped skipped
            && NOT_COPIED.contains(skipped.reason()));
  }

  /** Returns whether no rule matches the object, as for some of the objects below a prefix. */
  boolean isUnmatched() {
    return outcome instanceof CopyOutcome.Skipped skipped
        && (skipped.reason() == SkipReason.NO_RULE
            || skipped.reason() == SkipReason.SIZE_OUT_OF_RANGE);
  }

  /** Returns whether the rule needs the time of the event, which is not known. */
  boolean isWithoutDate() {
    return outcome instanceof CopyOutcome.Failed failed
        && failed.reason() == FailureReason.KEY_UNMAPPABLE
        && failed.message().contains("the event's time");
  }

  String describe() {
    return switch (outcome.kind()) {
      case COPIED -> {
        CopyOutcome.Copied copied = (CopyOutcome.Copied) outcome;
        yield "%s -> %s  %,d bytes, %d parts, %d requests"
            .formatted(
                copied.source(),
                copied.replica(),
                copied.bytes(),
                copied.receipt().parts(),
                copied.requests());
      }
      case DELETED -> source() + "  does not exist, deleted " + outcome.replica();
      case SKIPPED -> {
        SkipReason reason = ((CopyOutcome.Skipped) outcome).reason();
        yield source() + "  not copied, " + reason + hint(reason);
      }
      case FAILED -> {
        CopyOutcome.Failed failed = (CopyOutcome.Failed) outcome;
        yield failed.reason() == FailureReason.DELETE_BRAKE
            ? source() + "  does not exist, kept " + failed.replica() + "; --delete deletes it"
            : source() + "  FAILED, " + failed.reason() + ": " + LogText.of(failed.message());
      }
    };
  }

  /** Returns advice: if the object does not exist, the key is often a prefix or a pattern. */
  private String hint(SkipReason reason) {
    String key = source().key();
    return reason == SkipReason.SOURCE_GONE && (key.endsWith("/") || key.endsWith("*"))
        ? "; no object has this key; --recursive copies all objects whose keys begin with a"
            + " prefix"
        : "";
  }

  void describe(ObjectNode json) {
    json.put("source", Json.uri(source())).put("rule", outcome.rule());
    ObjectRef replica = outcome.replica();
    json.put("replica", replica == null ? null : Json.uri(replica));
    json.put("outcome", outcome.kind().name().toLowerCase(Locale.ROOT));
    switch (outcome.kind()) {
      case COPIED -> {
        CopyReceipt receipt = ((CopyOutcome.Copied) outcome).receipt();
        json.put("bytes", receipt.bytes())
            .put("parts", receipt.parts())
            .put("eTag", receipt.eTag())
            .put("versionId", receipt.versionId());
      }
      case DELETED -> json.put("versionId", ((CopyOutcome.Deleted) outcome).receipt().versionId());
      case SKIPPED -> json.put("reason", ((CopyOutcome.Skipped) outcome).reason().name());
      case FAILED -> {
        CopyOutcome.Failed failed = (CopyOutcome.Failed) outcome;
        json.put("reason", failed.reason().name())
            .put("retryable", failed.retryable())
            .put("message", failed.message());
      }
    }
    json.put("requests", outcome.requests());
  }

  /** Returns the requested object: its event contains the key as it is stored. */
  private ObjectRef source() {
    ObjectEvent event = Objects.requireNonNull(outcome.event());
    return new ObjectRef(event.bucket(), event.rawKey());
  }
}
