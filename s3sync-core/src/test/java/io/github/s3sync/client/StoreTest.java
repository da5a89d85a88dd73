package io.github.s3sync.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StoreTest {

  @ParameterizedTest
  @CsvSource({
    "http://store:9000, http://store:9000/",
    "HTTP://Store, http://store:80",
    "https://store, https://store:443/",
    "https://store/s3, https://store/s3/"
  })
  void isSame_addressWrittenInAnotherWay_isTheSame(String one, String other) {
    assertThat(Store.named(one)).isEqualTo(Store.named(other));
    assertThat(Store.named(one).isSame(Store.named(other))).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "http://store, https://store",
    "http://store:9000, http://store:9001",
    "http://store/a, http://store/b",
    "http://store, aws"
  })
  void isSame_another_isNot(String one, String other) {
    assertThat(Store.named(one).isSame(Store.named(other))).isFalse();
  }

  @Test
  void at_addressWithoutHost_isRefusedAndNotShown() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Store.at(URI.create("me:hush")))
        .withMessage("endpoint is not a URL, expected one such as https://store.example.com:9000");
  }

  @Test
  void isSame_endpointsOfS3_areOneStore() {
    Store network = Store.named("https://bucket.vpce-1a2b-3c4d.s3.us-east-1.vpce.amazonaws.com");
    assertThat(network.isSame(Store.AWS)).isTrue();
    assertThat(network.isSame(Store.named("https://s3-fips.us-east-1.amazonaws.com"))).isTrue();
    assertThat(network.isSame(Store.named("https://store.example.com"))).isFalse();
  }

  @Test
  void isSame_awsAndWhatTheSdkChooses_areOneStore() {
    assertThat(Store.AWS.isSame(Store.SDKS_CHOICE)).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "https://me:hush@store, contains a user name or password",
    "https://store?a=hush, contains '?' or '#'",
    "https://store/#hush, contains '?' or '#'",
    "http://store:99999, has the port 99999",
    "ftp://store, is not a URL"
  })
  void at_addressThatWouldNotBeUsedAsItIs_isRefusedAndNotShown(String address, String problem) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Store.at(URI.create(address)))
        .withMessageStartingWith("endpoint " + problem)
        .withMessageNotContaining("hush");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> RegionalS3Clients.builder().stsEndpoint(URI.create(address)))
        .withMessageStartingWith("stsEndpoint " + problem);
  }

  @Test
  void defaultRegion_thatCannotBePartOfAHostName_isRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> RegionalS3Clients.builder().defaultRegion("eu west 1"))
        .withMessage("defaultRegion is 'eu west 1', expected one such as eu-west-1");
  }
}
