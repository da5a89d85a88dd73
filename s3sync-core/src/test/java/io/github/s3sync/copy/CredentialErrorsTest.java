package io.github.s3sync.copy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.s3sync.plan.FailureReason;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProviderChain;
import software.amazon.awssdk.core.exception.SdkClientException;

class CredentialErrorsTest {

  @Test
  void translate_chainThatFoundNone_saysWhatToSetAndNotWhereItLooked() {
    AwsCredentialsProvider none =
        () -> {
          throw SdkClientException.create("not in this place " + "x".repeat(1_000));
        };
    SdkClientException ofTheSdk =
        catchThrowableOfType(
            SdkClientException.class,
            () -> AwsCredentialsProviderChain.of(none, none).resolveCredentials());

    CopyException e = CredentialErrors.translate("CopyObject s3://a/b", null, ofTheSdk, 0);

    assertThat(e.reason()).isEqualTo(FailureReason.CREDENTIALS);
    assertThat(e)
        .hasMessageStartingWith("CopyObject s3://a/b: no credentials were found: set AWS_PROFILE")
        .hasMessageNotContaining("not in this place");
    assertThat(e.getMessage()).hasSizeLessThan(220);
    assertThat(CredentialErrors.translate("HeadObject s3://a/b", "role r", ofTheSdk, 0))
        .hasMessageStartingWith("HeadObject s3://a/b: no credentials of role r were found: set");
  }

  @Test
  void translate_otherProblem_isQuoted() {
    assertThat(
            CredentialErrors.translate("R", null, SdkClientException.create("profile is odd"), 0))
        .hasMessage("R: no credentials: profile is odd");
  }
}
