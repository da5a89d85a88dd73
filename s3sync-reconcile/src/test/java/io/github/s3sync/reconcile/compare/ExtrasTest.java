package io.github.s3sync.reconcile.compare;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.s3sync.event.EventKind;
import io.github.s3sync.key.ObjectRef;
import io.github.s3sync.pattern.KeyMapper;
import io.github.s3sync.reconcile.finding.Action;
import io.github.s3sync.reconcile.finding.Finding;
import io.github.s3sync.reconcile.finding.Repair;
import io.github.s3sync.reconcile.finding.Verdict;
import io.github.s3sync.rule.CopyRule;
import io.github.s3sync.rule.CopyRules;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Adds more replicas without a source than are kept. */
class ExtrasTest {

  private static final int OVER = 5;

  private final Flow flow =
      Flow.of(
              CopyRules.of(
                  CopyRule.named("r")
                      .from("src")
                      .to("dst", KeyMapper.same())
                      .on(EventKind.CREATED, EventKind.REMOVED)
                      .build()),
              "")
          .get(0);

  private final List<Finding> reported = new ArrayList<>();

  private Extras extras(@Nullable DeleteLimit limit, Duration settle) {
    Scope scope =
        new Scope(
            Level.LISTING,
            Bytes.NONE,
            settle,
            null,
            null,
            true,
            false,
            false,
            false,
            Clock.fixed(Instant.EPOCH, ZoneOffset.UTC));
    return new Extras(flow, new ExtraDeletes(flow, limit, Repair.dryRun()), scope, reported::add);
  }

  private static Finding extra(int number) {
    return new Finding(
        "r",
        Verdict.EXTRA,
        new ObjectRef("src", "k" + number),
        new ObjectRef("dst", "k" + number),
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

  private void fill(Extras extras) {
    for (int i = 0; i < KeptExtras.MAX_KEPT + OVER; i++) {
      extras.add(extra(i), "k" + i, (before, after) -> {});
    }
  }

  private static void end(Extras extras, Verdict verdict) {
    extras.lookAgain(
        (extra, last) -> extra.in(verdict), (replicas, next, last, stopped) -> {}, 0, () -> false);
    extras.delete(number -> null, () -> false);
    extras.keepAll("not used");
  }

  @Test
  void verify_moreThanAreKept_areReportedWithAMessageAndOthersAreLookedUpAgain() {
    Extras extras = extras(null, Duration.ofMinutes(15));
    fill(extras);
    assertThat(reported)
        .hasSize(OVER)
        .allMatch(f -> String.valueOf(f.message()).contains("more than 10,000 replicas"));
    end(extras, Verdict.IN_FLIGHT);
    assertThat(reported)
        .hasSize(KeptExtras.MAX_KEPT + OVER)
        .filteredOn(finding -> finding.verdict() == Verdict.EXTRA)
        .hasSize(OVER);
  }

  @Test
  void reconcile_moreThanAreKept_deletesNone() {
    Extras extras = extras(new DeleteLimit(10, 1), Duration.ofMinutes(15));
    fill(extras);
    end(extras, Verdict.EXTRA);
    assertThat(reported)
        .hasSize(KeptExtras.MAX_KEPT + OVER)
        .allMatch(finding -> finding.action() == Action.KEPT)
        .allMatch(f -> String.valueOf(f.message()).contains("delete limit"));
  }

  @Test
  void state_moreThanAreStored_startsFromTheBeginning() {
    Extras extras = extras(new DeleteLimit(1_000_000, 1), Duration.ofMinutes(15));
    fill(extras);
    assertThat(reported).isEmpty();
    RangeLedger ledger = new RangeLedger(FlowState.START.left(), new Tally());
    assertThat(extras.state(ledger)).isEqualTo(FlowState.START);
    end(extras, Verdict.EXTRA);
    assertThat(reported)
        .hasSize(KeptExtras.MAX_KEPT + OVER)
        .allMatch(finding -> finding.action() == Action.WOULD_DELETE);
  }
}
