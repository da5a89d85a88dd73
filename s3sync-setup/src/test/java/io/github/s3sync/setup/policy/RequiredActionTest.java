package io.github.s3sync.setup.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RequiredActionTest {

  private static final String POINT = "arn:aws-cn:s3:cn-north-1:111111111111:accesspoint/p";

  @ParameterizedTest
  @CsvSource({
    "READ_SOURCES, b, arn:aws-cn:s3:::b/in/${*}${?}${$}/*",
    "WRITE_REPLICAS, b, arn:aws-cn:s3:::b/in/${*}${?}${$}/*",
    "FIND_SOURCES, b, arn:aws-cn:s3:::b",
    "FIND_REPLICAS, b, arn:aws-cn:s3:::b",
    "READ_SOURCES, " + POINT + ", " + POINT + "/object/in/${*}${?}${$}/*",
    "FIND_SOURCES, " + POINT + ", " + POINT
  })
  void resource_ofObjectsOrABucket_isAsAPolicyWritesIt(
      Purpose topic, String bucket, String expected) {
    assertThat(new RequiredAction(topic, "s3:Any").resource("aws-cn", bucket, "in/*?$/"))
        .isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "dt=2026/x y/, arn:aws:s3:::b/dt=2026/x y/*",
    "übersicht/, arn:aws:s3:::b/übersicht/*",
    "in/한글/x/, arn:aws:s3:::b/in/*",
    "한글/, arn:aws:s3:::b/*",
    "a\u0001b/, arn:aws:s3:::b/a*"
  })
  void resource_prefixThatIamDoesNotAccept_endsBeforeTheFirstSuchCharacter(
      String prefix, String expected) {
    assertThat(
            new RequiredAction(Purpose.READ_SOURCES, "s3:GetObject").resource("aws", "b", prefix))
        .isEqualTo(expected);
  }

  @Test
  void resource_ofAKey_isRefused() {
    RequiredAction need = new RequiredAction(Purpose.USE_KEYS, "kms:Decrypt");
    assertThatThrownBy(() -> need.resource("aws", "b", ""))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("purpose is USE_KEYS, expected a purpose of objects or buckets");
  }
}
