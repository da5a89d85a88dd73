package io.github.s3sync.destination;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;

import io.github.s3sync.option.CopyOptions;
import io.github.s3sync.option.TransferMode;
import io.github.s3sync.rule.CopyRule;
import io.github.s3sync.rule.InvalidRuleException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Checks that no rule sends a signed request, or an object, to an address that issues credentials.
 */
class ReservedAddressTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://169.254.169.254",
        "http://169.254.170.2:80/role",
        "https://169.254.0.1/",
        "http://[fe80::1]",
        "http://[FE80::a9fe:a9fe]:9000",
        "http://[fd00:ec2::254]",
        "http://[fd00:ec2::23]/v1",
        "http://[fd00:0ec2:0:0:0:0:0:254]",
        "http://[::ffff:169.254.169.254]",
        "http://[::ffff:a9fe:a9fe]",
      })
  void build_endpointWhereCredentialsAre_isRefused(String endpoint) {
    assertThatExceptionOfType(InvalidRuleException.class)
        .isThrownBy(() -> rule(endpoint))
        .withMessageStartingWith("rule 'r': destination.endpoint is a link-local address")
        .withMessageNotContaining("169.254");
    assertThatExceptionOfType(InvalidRuleException.class)
        .isThrownBy(
            () ->
                CopyRule.named("r")
                    .from("src")
                    .sourceAccess(Access.OWN.withEndpoint(endpoint))
                    .options(CopyOptions.builder().transfer(TransferMode.STREAM).build())
                    .to("dst")
                    .build())
        .withMessageStartingWith("rule 'r': source.endpoint is a link-local address");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "2852039166",
        "169.16689662",
        "0xA9FEA9FE",
        "0xa9.0xfe.0xa9.0xfe",
        "0251.0376.0251.0376",
        "169.254.43518",
        "169.254.169.254.",
        "999.1.1.1",
        "1.2.3.4.5",
      })
  void is_numberThatIsNoPlainAddress_isReserved(String host) {
    assertThat(ReservedAddress.isReserved(host)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://store.example.com:9000",
        "http://10.0.0.1:9000",
        "http://127.0.0.1",
        "http://192.168.254.169",
        "http://[::1]:9000",
        "http://[fd00:ec3::1]",
        "http://[2001:db8::1]",
        "http://minio",
        "http://minio-0.minio.svc",
        "http://s3.eu-1.cafe"
      })
  void build_endpointElsewhere_isAllowed(String endpoint) {
    assertThatNoException().isThrownBy(() -> rule(endpoint));
  }

  private static CopyRule rule(String endpoint) {
    return CopyRule.named("r")
        .from("src")
        .to(Destination.in("dst").endpoint(endpoint).build())
        .build();
  }
}
