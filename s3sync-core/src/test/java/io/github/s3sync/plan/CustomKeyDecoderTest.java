package io.github.s3sync.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.s3sync.event.EventKind;
import io.github.s3sync.event.EventSource;
import io.github.s3sync.event.ObjectEvent;
import io.github.s3sync.key.KeyDecoder;
import io.github.s3sync.key.UndecodableKeyException;
import io.github.s3sync.rule.CopyRule;
import io.github.s3sync.rule.CopyRules;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Plans events whose keys are decoded by a decoder of the user. */
class CustomKeyDecoderTest {

  private static final KeyDecoder BASE_64 =
      rawKey -> {
        try {
          return new String(Base64.getDecoder().decode(rawKey), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
          throw new UndecodableKeyException("not Base64");
        }
      };

  private static CopyPlanner planner(KeyDecoder decoder) {
    return new CopyPlanner(
        CopyRules.of(
            CopyRule.named("r").from("src").prefix("in/").keyDecoder(decoder).to("dst").build(),
            CopyRule.named("other").from("other").to("dst-other").build()));
  }

  private static ObjectEvent event(EventSource source, String bucket, String rawKey) {
    return ObjectEvent.builder(source, EventKind.CREATED, bucket, rawKey).build();
  }

  private static Decision only(KeyDecoder decoder, ObjectEvent event) {
    List<Decision> decisions = planner(decoder).plan(event);
    assertThat(decisions).hasSize(1);
    return decisions.get(0);
  }

  private static String source(KeyDecoder decoder, ObjectEvent event) {
    Decision decision = only(decoder, event);
    assertThat(decision).isInstanceOf(Decision.Copy.class);
    return ((Decision.Copy) decision).plan().source().toString();
  }

  private static Decision.Refuse refusal(KeyDecoder decoder) {
    Decision decision = only(decoder, event(EventSource.S3, "src", "k"));
    assertThat(decision).isInstanceOf(Decision.Refuse.class);
    return (Decision.Refuse) decision;
  }

  @Test
  void plan_notificationsOfTheBucket_areDecodedByIt() {
    assertThat(source(BASE_64, event(EventSource.S3, "src", "aW4vYQ==")))
        .isEqualTo("s3://src/in/a");
    assertThat(source(BASE_64, event(EventSource.S3_COMPATIBLE, "src", "aW4vYQ==")))
        .isEqualTo("s3://src/in/a");
  }

  @Test
  void plan_otherSendersAndBuckets_areNot() {
    assertThat(source(BASE_64, event(EventSource.EVENT_BRIDGE, "src", "in/a+b")))
        .isEqualTo("s3://src/in/a+b");
    assertThat(source(BASE_64, event(EventSource.S3_BATCH, "src", "in/a+b")))
        .isEqualTo("s3://src/in/a b");
    assertThat(source(BASE_64, ObjectEvent.created("src", "in/a+b"))).isEqualTo("s3://src/in/a+b");
    assertThat(source(BASE_64, event(EventSource.S3, "other", "in/a+b")))
        .isEqualTo("s3://other/in/a b");
  }

  @Test
  void plan_decoderRefuses_isKeyUndecodable() {
    Decision.Refuse refuse = refusal(BASE_64);

    assertThat(refuse.reason()).isEqualTo(FailureReason.KEY_UNDECODABLE);
    assertThat(refuse.message()).isEqualTo("not Base64");
    assertThat(refuse.rule()).isNull();
  }

  @Test
  @SuppressWarnings("NullAway") // null is the case to test
  void plan_decoderReturnsNoKey_isKeyUndecodable() {
    assertThat(refusal(rawKey -> null).message()).contains("returned null");
    assertThat(refusal(rawKey -> "").message()).contains("returned an empty key");
    assertThat(refusal(rawKey -> "in/\uD800").reason()).isEqualTo(FailureReason.KEY_UNDECODABLE);
  }

  @Test
  void plan_decoderThrowsAnythingElse_isAFailureOfTheRule() {
    Decision.Refuse refuse =
        refusal(
            rawKey -> {
              throw new IllegalStateException("boom");
            });

    assertThat(refuse.reason()).isEqualTo(FailureReason.RULE_FAILED);
    assertThat(refuse.message()).contains("boom");
  }

  @Test
  void explain_decoderThrows_saysSo() {
    Explanation explanation =
        planner(
                rawKey -> {
                  throw new IllegalStateException("boom");
                })
            .explain(event(EventSource.S3, "src", "k"));

    assertThat(explanation.answers().get(0).whyNot())
        .isEqualTo("the key decoder of its bucket failed: java.lang.IllegalStateException: boom");
  }
}
