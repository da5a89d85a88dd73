package io.github.s3sync;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.s3sync.copy.CopyReceipt;
import io.github.s3sync.copy.DeleteReceipt;
import io.github.s3sync.destination.Destination;
import io.github.s3sync.event.EventKind;
import io.github.s3sync.event.EventSource;
import io.github.s3sync.event.MalformedRecord;
import io.github.s3sync.event.MessageBody;
import io.github.s3sync.event.Notification;
import io.github.s3sync.event.ObjectEvent;
import io.github.s3sync.key.ObjectRef;
import io.github.s3sync.option.CopyOptions;
import io.github.s3sync.outcome.CopyOutcome;
import io.github.s3sync.outcome.SyncReport;
import io.github.s3sync.plan.CopyPlan;
import io.github.s3sync.plan.Decision;
import io.github.s3sync.plan.Explanation;
import io.github.s3sync.plan.FailureReason;
import io.github.s3sync.plan.SkipReason;
import io.github.s3sync.rule.CopyRule;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Checks that text from outside cannot forge a log line, reverse its direction or flood the log.
 */
class ToStringTest {

  private static final String ODD = "x\nERROR\u001b[31m\u0085\u2028\u202E\u2066\u200F\u061C\uD83D";
  private static final String LONG = ODD + "y".repeat(100_000);

  private static final ObjectEvent EVENT =
      ObjectEvent.builder(EventSource.S3, EventKind.CREATED, LONG, LONG)
          .name(LONG)
          .sizeBytes(5L)
          .eTag(LONG)
          .versionId(LONG)
          .sequencer(LONG)
          .time(Instant.EPOCH)
          .region(LONG)
          .requester(LONG)
          .id(LONG)
          .build();
  private static final Destination DESTINATION = Destination.in("dst").build();

  /** The name of a rule is Unicode text, so it has no unpaired surrogate. */
  private static final String NAME = ODD.substring(0, ODD.length() - 1);

  private static final CopyRule RULE = CopyRule.named(NAME).from("src").to(DESTINATION).build();
  private static final CopyPlan PLAN =
      new CopyPlan(EVENT, RULE, DESTINATION, new ObjectRef("src", ODD), new ObjectRef("dst", ODD));
  private static final CopyReceipt RECEIPT =
      new CopyReceipt(LONG, LONG, LONG, 5, 0, 1, Duration.ZERO, Instant.EPOCH);
  private static final CopyOutcome.Failed FAILED =
      new CopyOutcome.Failed(
          EVENT, PLAN, ODD, LONG, FailureReason.UNEXPECTED, LONG, 1, new Exception(LONG));

  static Stream<Object> values() {
    return Stream.of(
        EVENT,
        new MalformedRecord(1, LONG, LONG),
        new MessageBody(LONG, LONG),
        new Notification(List.of(EVENT), List.of(new MalformedRecord(1, LONG, LONG)), 1),
        PLAN,
        RULE,
        DESTINATION,
        Destination.in(LONG).build(),
        new ObjectRef(ODD, ODD),
        RECEIPT,
        new DeleteReceipt(LONG, 1, Duration.ZERO, Instant.EPOCH),
        new Decision.Copy(PLAN),
        new Decision.Skip(EVENT, SkipReason.NO_RULE),
        new Decision.Refuse(EVENT, ODD, FailureReason.KEY_UNDECODABLE, LONG),
        new Explanation.Answer(ODD, LONG),
        new Explanation(EVENT, List.of(), List.of()),
        new CopyOutcome.Copied(PLAN, RECEIPT, Duration.ofSeconds(1)),
        new CopyOutcome.Deleted(
            PLAN, new DeleteReceipt(LONG, 1, Duration.ZERO, Instant.EPOCH), null),
        new CopyOutcome.Skipped(EVENT, PLAN, SkipReason.SOURCE_GONE, 1),
        new CopyOutcome.Skipped(EVENT, null, SkipReason.NO_RULE, 0),
        FAILED,
        new CopyOutcome.Failed(
            EVENT, null, null, null, FailureReason.KEY_UNDECODABLE, LONG, 0, null),
        new CopyOutcome.Failed(
            null, null, null, LONG, FailureReason.MALFORMED_EVENT, LONG, 0, null),
        new SyncReport(Collections.nCopies(50, FAILED), 0));
  }

  @ParameterizedTest(name = "[{index}]")
  @MethodSource("values")
  void toString_textOfStrangers_isOneShortLine(Object value) {
    assertThat(value.toString())
        .doesNotContainPattern(
            "[\\p{Cc}\\p{Cs}\\x{2028}\\x{2029}\\x{202A}-\\x{202E}\\x{2066}-\\x{2069}\\x{200E}\\x{200F}\\x{061C}]")
        .doesNotContainPattern("@[0-9a-f]{4,}")
        .hasSizeLessThan(8_000);
  }

  @Test
  void toString_ordinaryValues_sayWhatHappened() {
    CopyRule rule = CopyRule.named("reports").from("src").to("dst").build();
    ObjectEvent event = ObjectEvent.created("src", "a/한글.txt");
    CopyPlan plan =
        new CopyPlan(
            event,
            rule,
            rule.destinations().get(0),
            new ObjectRef("src", "a/한글.txt"),
            new ObjectRef("dst", "b.txt"));
    CopyOutcome copied =
        new CopyOutcome.Copied(
            plan,
            new CopyReceipt("e", "f", "v", 5, 0, 1, Duration.ZERO, Instant.EPOCH),
            Duration.ofSeconds(2));
    CopyOutcome failed =
        new CopyOutcome.Failed(
            event, plan, "reports", null, FailureReason.ACCESS_DENIED, "403", 1, null);

    assertThat(event).hasToString("Object Created of s3://src/a/한글.txt (DIRECT)");
    assertThat(rule).hasToString("rule 'reports'");
    assertThat(plan).hasToString("s3://src/a/한글.txt -> s3://dst/b.txt (rule 'reports')");
    assertThat(copied)
        .hasToString(
            "copied s3://src/a/한글.txt -> s3://dst/b.txt (rule 'reports'): 5 bytes in 1 requests,"
                + " eTag f, version v, lag PT2S");
    assertThat(new SyncReport(List.of(copied, failed), 0))
        .hasToString(
            "1 copied, 0 skipped, 1 failed: failed ACCESS_DENIED: 403: s3://src/a/한글.txt ->"
                + " s3://dst/b.txt (rule 'reports')");
    assertThat(new MessageBody("m", "secret")).hasToString("message m of 6 characters");
  }

  @Test
  void toString_decisions_sayWhatIsDoneAndWhy() {
    ObjectEvent event = ObjectEvent.created("src", "a");
    CopyPlan plan =
        CopyPlan.of(new ObjectRef("src", "a"), new ObjectRef("dst", "b"), CopyOptions.defaults());

    assertThat(new Decision.Copy(plan)).hasToString("copy " + plan);
    assertThat(new Decision.Skip(event, SkipReason.NO_RULE)).hasToString("skip NO_RULE: " + event);
    assertThat(new Decision.Refuse(event, "r", FailureReason.KEY_TOO_LONG, "m"))
        .hasToString("refuse KEY_TOO_LONG: m: " + event);
    assertThat(new Explanation.Answer("r", null)).hasToString("rule 'r': matches");
    assertThat(new Explanation.Answer("r", "its bucket is 'x'"))
        .hasToString("rule 'r': no, its bucket is 'x'");
  }
}
