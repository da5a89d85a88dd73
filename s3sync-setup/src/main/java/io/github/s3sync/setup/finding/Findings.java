package io.github.s3sync.setup.finding;

import io.github.s3sync.event.Internal;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Collects the findings in the order in which they are found, without duplicates.
 *
 * @since 0.1.0
 */
@Internal
public final class Findings {

  private final Set<Finding> found = new LinkedHashSet<>();

  /** Creates an empty collection. */
  public Findings() {}

  /**
   * Adds a finding that is not about a permission.
   *
   * @param severity how serious it is
   * @param check the subject of the check
   * @param rule the name of the rule; null if the finding is not about a rule
   * @param subject the bucket, queue or function
   * @param message one sentence for people
   */
  public void add(
      Severity severity, Check check, @Nullable String rule, String subject, String message) {
    add(new Finding(severity, check, rule, subject, message, null));
  }

  /**
   * Adds a finding. Missing credentials are reported once for each side of a rule, not for each
   * request.
   *
   * @param finding the finding
   */
  public void add(Finding finding) {
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

  /**
   * Returns the findings so far.
   *
   * @return a copy
   */
  public List<Finding> list() {
    return List.copyOf(found);
  }
}
