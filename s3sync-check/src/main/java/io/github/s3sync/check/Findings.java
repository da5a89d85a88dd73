package io.github.s3sync.check;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What was found so far, each thing once, in the order in which it was looked at. */
final class Findings {

  private final Set<Finding> found = new LinkedHashSet<>();

  void add(Severity severity, Check check, @Nullable String rule, String subject, String message) {
    found.add(new Finding(severity, check, rule, subject, message, null));
  }

  void add(Finding finding) {
    found.add(finding);
  }

  List<Finding> list() {
    return List.copyOf(found);
  }
}
