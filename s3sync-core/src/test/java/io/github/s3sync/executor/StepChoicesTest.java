package io.github.s3sync.executor;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.s3sync.client.S3Clients;
import io.github.s3sync.copy.Concurrency;
import io.github.s3sync.destination.Destination;
import io.github.s3sync.event.EventKind;
import io.github.s3sync.event.EventSource;
import io.github.s3sync.event.ObjectEvent;
import io.github.s3sync.key.ObjectRef;
import io.github.s3sync.option.CopyOptions;
import io.github.s3sync.option.CopyOptionsBuilder;
import io.github.s3sync.option.TransferMode;
import io.github.s3sync.plan.CopyPlan;
import io.github.s3sync.rule.CopyRule;
import io.github.s3sync.transfer.BufferBudget;
import io.github.s3sync.transfer.CopySettings;
import java.time.Clock;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.s3.S3Client;

/** Checks each decision of a plan, for Amazon S3 and for another store. */
class StepChoicesTest {

  private static final Consumer<CopyOptionsBuilder> STREAM =
      options -> options.transfer(TransferMode.STREAM);
  private static final Consumer<CopyOptionsBuilder> TWO_WAY = options -> options.twoWay(true);
  private static final Consumer<CopyOptionsBuilder> NEVER = options -> options.overwrite(false);

  private static final S3Client NO_REQUESTS =
      new S3Client() {
        @Override
        public String serviceName() {
          return SERVICE_NAME;
        }

        @Override
        public void close() {}
      };

  private static final CopySettings SETTINGS =
      new CopySettings(
          S3Clients.of(NO_REQUESTS),
          Concurrency.callerOnly(),
          new BufferBudget(100),
          Clock.systemUTC(),
          () -> 0,
          1_000,
          500,
          10,
          1,
          Duration.ZERO);

  private static void defaults(CopyOptionsBuilder options) {}

  private static void unverified(CopyOptionsBuilder options) {
    options.verify(false);
  }

  private static StepChoices choices(
      Consumer<CopyOptionsBuilder> change, boolean toAws, EventKind kind, String key) {
    CopyOptionsBuilder options = CopyOptions.builder();
    change.accept(options);
    Destination to = Destination.in("dst").build();
    CopyRule rule = CopyRule.named("r").from("src").to(to).options(options.build()).build();
    ObjectEvent event = ObjectEvent.builder(EventSource.DIRECT, kind, "src", key).build();
    CopyPlan plan =
        new CopyPlan(event, rule, to, new ObjectRef("src", key), new ObjectRef("dst", key));
    return new StepChoices(plan, SETTINGS, toAws);
  }

  private static void assertChosen(
      Predicate<StepChoices> choice,
      Consumer<CopyOptionsBuilder> options,
      boolean inS3,
      boolean inAnotherStore) {
    assertThat(choice.test(choices(options, true, EventKind.CREATED, "k"))).isEqualTo(inS3);
    assertThat(choice.test(choices(options, false, EventKind.CREATED, "k")))
        .isEqualTo(inAnotherStore);
  }

  @Test
  void kindAndOptions_areThoseOfThePlan() {
    assertThat(choices(StepChoicesTest::defaults, true, EventKind.REMOVED, "k").isDeleteEvent())
        .isTrue();
    assertChosen(StepChoices::isDeleteEvent, StepChoicesTest::defaults, false, false);
    assertChosen(StepChoices::isTwoWay, TWO_WAY, true, true);
    assertChosen(StepChoices::isTwoWay, StepChoicesTest::defaults, false, false);
    assertChosen(StepChoices::streams, STREAM, true, true);
    assertChosen(StepChoices::streams, StepChoicesTest::defaults, false, false);
  }

  @Test
  void verifies_inAnotherStoreUnlessTurnedOff() {
    assertChosen(StepChoices::verifies, StepChoicesTest::defaults, false, true);
    assertChosen(StepChoices::verifies, StepChoicesTest::unverified, false, false);
  }

  @Test
  void isLarge_aboveTheThresholdOfTheMode() {
    assertChosen(choices -> choices.isLarge(1_000), StepChoicesTest::defaults, false, false);
    assertChosen(choices -> choices.isLarge(1_001), StepChoicesTest::defaults, true, true);
    assertChosen(choices -> choices.isLarge(10), STREAM, false, false);
    assertChosen(choices -> choices.isLarge(11), STREAM, true, true);
  }

  @Test
  void avoidsParts_ofAKeyThatAStoreMayDecodeTwice() {
    assertThat(choices(StepChoicesTest::defaults, false, EventKind.CREATED, "a%20b").avoidsParts())
        .isTrue();
    assertThat(choices(StepChoicesTest::defaults, true, EventKind.CREATED, "a%20b").avoidsParts())
        .isFalse();
    assertThat(choices(STREAM, false, EventKind.CREATED, "a%20b").avoidsParts()).isFalse();
    assertThat(
            choices(StepChoicesTest::unverified, false, EventKind.CREATED, "a%20b").avoidsParts())
        .isFalse();
    assertThat(choices(StepChoicesTest::defaults, false, EventKind.CREATED, "ab").avoidsParts())
        .isFalse();
  }

  @Test
  void needsSourceLookup_ifTheEventIsNotEnough() {
    assertChosen(StepChoices::needsSourceLookup, StepChoicesTest::unverified, false, false);
    assertChosen(StepChoices::needsSourceLookup, StepChoicesTest::defaults, false, true);
    assertChosen(
        StepChoices::needsSourceLookup, NEVER.andThen(StepChoicesTest::unverified), false, true);
    assertChosen(
        StepChoices::needsSourceLookup, TWO_WAY.andThen(StepChoicesTest::unverified), true, true);
    assertChosen(
        StepChoices::needsSourceLookup, STREAM.andThen(StepChoicesTest::unverified), true, true);
    assertThat(choices(StepChoicesTest::defaults, true, EventKind.REMOVED, "k").needsSourceLookup())
        .isTrue();
  }

  @Test
  void needsReplicaLookup_ifACopyCostsMoreOrMustNotOverwrite() {
    assertChosen(
        choices -> choices.needsReplicaLookup(false), StepChoicesTest::defaults, false, false);
    assertChosen(
        choices -> choices.needsReplicaLookup(true), StepChoicesTest::defaults, true, true);
    assertChosen(choices -> choices.needsReplicaLookup(true), TWO_WAY, false, false);
    assertChosen(choices -> choices.needsReplicaLookup(false), NEVER, false, true);
    assertChosen(choices -> choices.needsReplicaLookup(false), NEVER.andThen(STREAM), true, true);
    assertChosen(choices -> choices.needsReplicaLookup(false), STREAM, false, false);
    assertChosen(
        choices -> choices.needsReplicaLookup(false),
        options -> options.skipEqual(true),
        true,
        true);
  }

  @Test
  void mustRecheck_afterCopiesThatWereNotQuick() {
    assertChosen(
        choices -> choices.mustRecheck(true, false), StepChoicesTest::defaults, false, false);
    assertChosen(
        choices -> choices.mustRecheck(false, false), StepChoicesTest::defaults, true, true);
    assertChosen(choices -> choices.mustRecheck(true, true), StepChoicesTest::defaults, true, true);
    assertChosen(choices -> choices.mustRecheck(true, false), TWO_WAY, true, true);
    assertChosen(choices -> choices.mustRecheck(false, true), NEVER, false, false);
  }
}
