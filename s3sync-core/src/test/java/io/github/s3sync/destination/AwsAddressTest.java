package io.github.s3sync.destination;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.endpoints.S3EndpointParams;
import software.amazon.awssdk.services.s3.endpoints.S3EndpointProvider;

class AwsAddressTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://s3.amazonaws.com",
        "http://s3.eu-west-1.amazonaws.com:80",
        "https://S3.EU-WEST-1.AMAZONAWS.COM",
        "https://s3-us-west-2.amazonaws.com",
        "https://s3-external-1.amazonaws.com",
        "https://s3-fips-us-gov-west-1.amazonaws.com",
        "https://s3.us-gov-west-1.amazonaws.com",
        "https://s3-fips.us-gov-east-1.amazonaws.com",
        "https://s3-fips.dualstack.us-east-1.amazonaws.com",
        "https://s3.dualstack.eu-west-1.amazonaws.com",
        "https://s3-accelerate.amazonaws.com",
        "https://s3-accelerate.dualstack.amazonaws.com",
        "https://my.bucket.s3-accelerate.amazonaws.com",
        "https://s3.cn-north-1.amazonaws.com.cn",
        "https://s3.dualstack.cn-northwest-1.amazonaws.com.cn",
        "https://s3.us-iso-east-1.c2s.ic.gov",
        "https://s3.us-isob-east-1.sc2s.sgov.gov",
        "https://s3.eusc-de-east-1.amazonaws.eu",
        "https://bucket.vpce-1a2b3c4d-5e6f.s3.us-east-1.vpce.amazonaws.com",
        "https://accesspoint.vpce-1a2b3c4d-5e6f.s3.us-east-1.vpce.amazonaws.com",
        "https://bucket.vpce-1a2b3c4d-5e6f-us-east-1a.s3.us-east-1.vpce.amazonaws.com",
        "https://bucket.vpce-1a2b3c4d-5e6f.s3.cn-north-1.vpce.amazonaws.com.cn",
        "https://name-111122223333.s3-accesspoint.us-west-2.amazonaws.com",
        "https://mrap.accesspoint.s3-global.amazonaws.com",
        "https://b--use1-az4--x-s3.s3express-use1-az4.us-east-1.amazonaws.com",
        "https://logs.s3.eu-west-1.amazonaws.com/prefix"
      })
  void isS3_endpointOfS3_isIt(String address) {
    assertThat(AwsAddress.isS3(address)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://localhost:9000",
        "https://s3.example.com",
        "https://s3.us-east-1.amazonaws.com.example.com",
        "https://s3.us-east-1.wasabisys.com",
        "https://s3.eu-central-1.amazonaws.com.s3.example.com",
        "https://amazonaws.com",
        "https://evil-s3.amazonaws.com",
        "https://xs3.eu-west-1.amazonaws.com",
        "https://minio-1234.elb.eu-west-1.amazonaws.com",
        "https://s3-minio-1234.eu-west-1.elb.amazonaws.com",
        "https://ec2-203-0-113-25.compute-1.amazonaws.com",
        "https://s3.ec2-203-0-113-25.eu-west-1.compute.amazonaws.com",
        "https://abc123.execute-api.eu-west-1.amazonaws.com",
        "https://sqs.eu-west-1.amazonaws.com",
        "https://s3.localhost.localstack.cloud:4566"
      })
  void isS3_anotherStore_isNot(String address) {
    assertThat(AwsAddress.isS3(address)).isFalse();
  }

  @Test
  void isS3_noAddressOrAws_isIt() {
    assertThat(AwsAddress.isS3((String) null)).isTrue();
    assertThat(AwsAddress.isS3(Destination.AWS)).isTrue();
  }

  static List<Region> regions() {
    return Region.regions().stream().filter(region -> !region.isGlobalRegion()).toList();
  }

  /**
   * Checks that all addresses to which the SDK sends requests count as S3, also in future
   * partitions.
   */
  @ParameterizedTest
  @MethodSource("regions")
  @SuppressWarnings("deprecation") // its successor is missing in the oldest SDK that is supported
  void isS3_whatTheSdkResolves_isIt(Region region) {
    for (boolean dualStack : List.of(false, true)) {
      boolean mayHaveFips = !region.metadata().partition().id().equals("aws-cn");
      for (boolean fips : mayHaveFips ? List.of(false, true) : List.of(false)) {
        URI address =
            S3EndpointProvider.defaultProvider()
                .resolveEndpoint(
                    S3EndpointParams.builder()
                        .region(region)
                        .bucket("bucket")
                        .useDualStack(dualStack)
                        .useFips(fips)
                        .build())
                .join()
                .url();
        assertThat(AwsAddress.isS3(address)).as("%s", address).isTrue();
      }
    }
  }
}
