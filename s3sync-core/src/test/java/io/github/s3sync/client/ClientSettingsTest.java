package io.github.s3sync.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.s3sync.destination.Access;
import io.github.s3sync.destination.Role;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;

/** Where requests are sent to, which a network that answers none of them records. */
class ClientSettingsTest {

  private static final StaticCredentialsProvider KEY =
      StaticCredentialsProvider.create(AwsBasicCredentials.create("id", "secret"));

  private final List<String> hosts = new ArrayList<>();
  private final ClientSettings settings =
      new ClientSettings(
          new Nowhere(), KEY, Map.of("china", KEY), Region.US_EAST_1, Store.SDKS_CHOICE, null);

  /** Credentials are valid in their own partition only. */
  @ParameterizedTest
  @CsvSource({
    "cn-north-1, sts.cn-north-1.amazonaws.com.cn",
    "us-gov-west-1, sts.us-gov-west-1.amazonaws.com",
    "eu-west-1, sts.us-east-1.amazonaws.com"
  })
  void of_role_isAssumedInThePartitionOfItsRegion(String region, String host) {
    Access access =
        Access.OWN
            .withRegion(region)
            .withCredentials("china")
            .withRole(Role.of("arn:aws-cn:iam::222222222222:role/replica"));
    try (Principals principals = new Principals(settings)) {
      assertThatThrownBy(() -> principals.of(access).resolveCredentials())
          .isInstanceOf(SdkClientException.class);
    }
    assertThat(hosts).isNotEmpty().containsOnly(host);
  }

  @Test
  void client_accessPointOfAnotherRegion_isAskedThere() {
    try (S3Client s3 = settings.client(Region.US_EAST_1, KEY, Store.AWS)) {
      assertThatThrownBy(
              () ->
                  s3.headObject(
                      r ->
                          r.bucket("arn:aws:s3:eu-west-1:111122223333:accesspoint/point").key("k")))
          .isInstanceOf(SdkClientException.class);
    }
    assertThat(hosts)
        .isNotEmpty()
        .containsOnly("point-111122223333.s3-accesspoint.eu-west-1.amazonaws.com");
  }

  /** Records the host of each request and answers none. */
  private final class Nowhere implements SdkHttpClient {

    @Override
    public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
      return new ExecutableHttpRequest() {
        @Override
        public HttpExecuteResponse call() throws IOException {
          hosts.add(request.httpRequest().host());
          throw new IOException("no network");
        }

        @Override
        public void abort() {}
      };
    }

    @Override
    public void close() {}
  }
}
