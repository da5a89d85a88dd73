package io.github.s3sync.reconcile.report;

import io.github.s3sync.reconcile.finding.Finding;
import io.github.s3sync.request.ReplicaAspect;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Provides the texts that all report formats have in common. */
final class FindingText {

  private FindingText() {}

  /** Returns the name of a finding's reason, or null if the finding has no reason. */
  static @Nullable String reason(Finding finding) {
    if (finding.failureReason() != null) {
      return finding.failureReason().name();
    }
    if (finding.unknownReason() != null) {
      return finding.unknownReason().name();
    }
    return finding.skipReason() == null ? null : finding.skipReason().name();
  }

  /** Returns the names of properties in a fixed order. */
  static List<String> names(Set<ReplicaAspect> aspects) {
    return aspects.stream().sorted().map(ReplicaAspect::name).toList();
  }
}
