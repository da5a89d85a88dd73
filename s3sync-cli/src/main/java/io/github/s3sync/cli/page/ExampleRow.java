package io.github.s3sync.cli.page;

import io.github.s3sync.reconcile.finding.Action;
import io.github.s3sync.reconcile.finding.Finding;
import io.github.s3sync.request.ObjectState;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Provides the values of one finding. */
final class ExampleRow {

  private ExampleRow() {}

  static Map<String, Object> of(Finding finding) {
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("source", Words.uri(finding.source()));
    row.put("sourceFacts", facts(finding.sourceState()));
    row.put("replica", Words.uri(finding.replica()));
    row.put("replicaFacts", facts(finding.replicaState()));
    row.put("rule", Words.text(finding.rule()));
    row.put("why", why(finding));
    row.put("message", Words.text(finding.message()));
    row.put("action", finding.action() == Action.NONE ? "" : Words.of(finding.action()));
    return row;
  }

  private static String facts(@Nullable ObjectState state) {
    if (state == null) {
      return "";
    }
    String size = Words.number(state.sizeBytes()) + " bytes";
    return state.lastModified() == null ? size : size + ", " + Words.time(state.lastModified());
  }

  private static List<String> why(Finding finding) {
    List<String> why = new ArrayList<>();
    finding.differing().stream().sorted().map(ExampleRow::words).forEach(why::add);
    for (Enum<?> reason :
        new Enum<?>[] {finding.unknownReason(), finding.failureReason(), finding.skipReason()}) {
      if (reason != null) {
        why.add(Objects.requireNonNull(reason).name());
      }
    }
    return why;
  }

  private static String words(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }
}
