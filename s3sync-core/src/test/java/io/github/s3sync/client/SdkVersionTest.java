package io.github.s3sync.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.s3sync.copy.CopyException;
import io.github.s3sync.outcome.CapturedLog;
import io.github.s3sync.plan.FailureReason;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Checks that an AWS SDK that is too old is rejected, with a one-line message, when clients or an
 * executor are built.
 */
class SdkVersionTest {

  @ParameterizedTest
  @ValueSource(strings = {"2.31.65", "2.9.100", "2.30.0", "1.99.99", "2.31.65-PREVIEW"})
  void check_olderThanTheMinimum_namesBothAndWhatToImport(String version) {
    assertThatThrownBy(() -> SdkVersion.check(version, version))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(
            "the AWS SDK on the class path is "
                + version
                + ", expected 2.31.66 or later: import software.amazon.awssdk:bom in"
                + " dependencyManagement, before any other BOM that manages the SDK, such as the"
                + " BOM of Spring Cloud AWS or Micronaut");
  }

  @ParameterizedTest
  @ValueSource(strings = {"2.31.66", "2.31.100", "2.54.13", "2.100.0", "3.0.0", "unknown", ""})
  void check_minimumOrNewerOrUnknown_passes(String version) {
    assertThatCode(() -> SdkVersion.check(version, null)).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @CsvSource({"2.54.13, 2.31.65", "2.31.65, 2.54.13", "2.31.65,"})
  void check_oneJarIsOlder_isRefused(String core, String s3) {
    assertThatThrownBy(() -> SdkVersion.check(core, s3))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("is 2.31.65, expected 2.31.66 or later");
  }

  @Test
  void check_jarsOfSeveralVersions_warns() {
    assertThat(CapturedLog.of(() -> SdkVersion.check("2.31.78", "2.54.13")))
        .contains("WARN")
        .contains("different versions, sdk-core 2.31.78 and s3 2.54.13: import");
  }

  @Test
  void check_whatTheTestsRunWith_isOneVersionAndPasses() {
    assertThat(CapturedLog.of(SdkVersion::check)).isEmpty();
  }

  @Test
  void incompatible_message_namesTheMissingMethodAndTheVersionFound() {
    CopyException failure = SdkVersion.incompatible(new NoSuchMethodError("S3.someMethod()"));

    assertThat(failure.reason()).isEqualTo(FailureReason.INCOMPATIBLE_LIBRARY);
    assertThat(failure.getMessage())
        .startsWith("java.lang.NoSuchMethodError: S3.someMethod(); ")
        .containsPattern("the AWS SDK on the class path is 2\\.\\d+\\.\\d+");
  }
}
