package io.github.s3sync.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.s3sync.destination.Destination;
import io.github.s3sync.destination.Role;
import io.github.s3sync.event.EventKind;
import io.github.s3sync.event.EventSource;
import io.github.s3sync.key.ObjectRef;
import io.github.s3sync.option.CopyOptions;
import io.github.s3sync.pattern.KeyMapper;
import io.github.s3sync.rule.InvalidRuleException;
import org.junit.jupiter.api.Test;

/** Checks plans of callers that have neither an event nor a rule. */
class CopyPlanTest {

  private static final ObjectRef SOURCE = new ObjectRef("src", "a+b");
  private static final ObjectRef REPLICA = new ObjectRef("dst", "c");
  private static final CopyOptions OPTIONS = CopyOptions.defaults();
  private static final Destination DESTINATION =
      Destination.in("dst")
          .key(KeyMapper.flatten("elsewhere/"))
          .region("eu-west-1")
          .expectedOwner("111122223333")
          .role(Role.of("arn:aws:iam::111122223333:role/replica"))
          .build();

  @Test
  void of_destination_isUsedWithTheGivenKey() {
    CopyPlan plan = CopyPlan.of(SOURCE, DESTINATION, "c", OPTIONS);

    assertThat(plan.replica()).isEqualTo(REPLICA);
    assertThat(plan.destination().access()).isEqualTo(DESTINATION.access());
    assertThat(plan.destination().expectedOwner()).isEqualTo("111122223333");
    assertThat(plan.event().kind()).isEqualTo(EventKind.CREATED);
    assertThat(plan.event().source()).isEqualTo(EventSource.DIRECT);
  }

  @Test
  void of_sameArguments_isEqual() {
    assertThat(CopyPlan.of(SOURCE, REPLICA, OPTIONS))
        .isEqualTo(CopyPlan.of(SOURCE, REPLICA, OPTIONS))
        .isNotEqualTo(CopyPlan.of(SOURCE, new ObjectRef("dst", "d"), OPTIONS))
        .isNotEqualTo(CopyPlan.ofDelete(SOURCE, REPLICA, OPTIONS))
        .isNotEqualTo(CopyPlan.of(SOURCE, REPLICA, OPTIONS.toBuilder().tags(false).build()));
  }

  @Test
  void ofDelete_destination_isARemovedEvent() {
    CopyPlan plan = CopyPlan.ofDelete(SOURCE, DESTINATION, "c", OPTIONS);

    assertThat(plan.event().kind()).isEqualTo(EventKind.REMOVED);
    assertThat(plan.source()).isEqualTo(SOURCE);
    assertThat(plan.replica()).isEqualTo(REPLICA);
  }

  @Test
  void of_replicaIsItsOwnSource_isRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> CopyPlan.of(SOURCE, SOURCE, OPTIONS))
        .withMessage("the replica is its own source: s3://src/a+b");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> CopyPlan.ofDelete(SOURCE, SOURCE, OPTIONS));
  }

  @Test
  void ofDelete_replicasThatMayNotBeReplaced_isRefused() {
    CopyOptions options = CopyOptions.builder().overwrite(false).build();

    assertThatThrownBy(() -> CopyPlan.ofDelete(SOURCE, REPLICA, options))
        .isInstanceOf(InvalidRuleException.class)
        .hasMessageContaining("options.overwrite");
  }
}
