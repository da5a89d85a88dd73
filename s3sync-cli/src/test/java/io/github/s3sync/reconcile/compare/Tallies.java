package io.github.s3sync.reconcile.compare;

import io.github.s3sync.key.ObjectRef;
import io.github.s3sync.reconcile.finding.Action;
import io.github.s3sync.reconcile.finding.Finding;
import io.github.s3sync.reconcile.finding.Verdict;
import java.util.Map;
import java.util.Set;

/** Creates counts of runs that did not take place. */
public final class Tallies {

  private Tallies() {}

  /** Returns the counts of a run with a number of objects for each verdict. */
  public static Tally of(Map<Verdict, Long> verdicts) {
    Tally tally = new Tally();
    verdicts.forEach(
        (verdict, number) -> {
          for (long i = 0; i < number; i++) {
            tally.foundSource(5_000_000, true);
            if (verdict == Verdict.SAME) {
              tally.addSame();
            } else {
              tally.add(finding(verdict));
            }
          }
        });
    return tally;
  }

  private static Finding finding(Verdict verdict) {
    ObjectRef object = new ObjectRef("b", "k");
    return new Finding(
        "r",
        verdict,
        object,
        object,
        null,
        null,
        Set.of(),
        Set.of(),
        null,
        null,
        null,
        null,
        Action.NONE,
        0,
        0);
  }
}
