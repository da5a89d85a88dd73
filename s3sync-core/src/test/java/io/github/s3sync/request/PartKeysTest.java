package io.github.s3sync.request;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.s3sync.copy.CopyException;
import io.github.s3sync.key.ObjectRef;
import io.github.s3sync.option.CopyOptions;
import io.github.s3sync.plan.CopyPlan;
import io.github.s3sync.plan.FailureReason;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class PartKeysTest {

  private static CopyPlan plan(String source, String replica) {
    return CopyPlan.of(
        new ObjectRef("src", source), new ObjectRef("dst", replica), CopyOptions.defaults());
  }

  @ParameterizedTest
  @ValueSource(strings = {"%", "a%", "%20", "?", "a?b"})
  void avoidParts_sourceThatMayBeDecodedTwice_isTrue(String source) {
    assertThat(PartKeys.avoidParts(plan(source, "k"))).isTrue();
    assertThat(PartKeys.avoidParts(plan("k", source))).as("a replica's key").isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"a\u0001", "a\u001F", "a\u000B", "a\uFFFE", "a\uFFFF"})
  void avoidParts_replicaThatXmlCannotContain_isTrue(String replica) {
    assertThat(PartKeys.avoidParts(plan("k", replica))).isTrue();
    assertThat(PartKeys.avoidParts(plan(replica, "k"))).as("a source's key").isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"a", "a b", "\t", "\n", "\r", "+", "한글", "\uD83D\uDE00", "\uFFFD"})
  void avoidParts_otherKeys_isFalse(String key) {
    assertThat(PartKeys.avoidParts(plan(key, key))).isFalse();
  }

  @ParameterizedTest
  @EnumSource(FailureReason.class)
  void explain_keyThatTheAnswerCannotContain_isNotSupported(FailureReason reason) {
    CopyException e = new CopyException(reason, "m", 3, null);
    boolean explained =
        switch (reason) {
          case NO_ANSWER, SERVICE_ERROR, INVALID_REQUEST -> true;
          default -> false;
        };

    CopyException answer = PartKeys.explain(plan("k", "a\u0001"), e);

    if (explained) {
      assertThat(answer.reason()).isEqualTo(FailureReason.NOT_SUPPORTED);
      assertThat(answer.requests()).isEqualTo(3);
      assertThat(answer).hasMessageStartingWith("m; the key has a control character");
    } else {
      assertThat(answer).isSameAs(e);
    }
  }

  @Test
  void explain_ordinaryKey_isTheFailureItself() {
    CopyException e = new CopyException(FailureReason.NO_ANSWER, "m", 3, null);

    assertThat(PartKeys.explain(plan("a\u0001", "k"), e)).isSameAs(e);
  }
}
