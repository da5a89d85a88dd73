package io.github.s3sync.setup.check;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Collects the findings in the order in which they are found, without duplicates. */
final class Findings {

  private final Set<Finding> found = new LinkedHashSet<>();

  void add(Severity severity, Check check, @Nullable String rule, String subject, String message) {
    add(new Finding(severity, check, rule, subject, message, null));
  }

  /**
   * Adds a finding. Missing credentials are reported once for each side of a rule, not for each
   * request.
   */
  void add(Finding finding) {
    boolean known =
        finding.check() == Check.CREDENTIALS
            && found.stream()
                .anyMatch(
                    other ->
                        other.check() == Check.CREDENTIALS
                            && Objects.equals(other.rule(), finding.rule())
                            && other.subject().equals(finding.subject()));
    if (!known) {
      found.add(finding);
    }
  }

  List<Finding> list() {
    return List.copyOf(found);
  }
}
