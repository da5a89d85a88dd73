package io.github.s3sync.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.s3sync.destination.Destination;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Checks the store that the SDK's configuration names, which also is not AWS. */
class ConfiguredStoreTest {

  private static final String STORE = "https://store.example.com:9000";

  @TempDir
  @SuppressWarnings("NullAway.Init") // JUnit sets it
  private Path home;

  private final Map<String, @Nullable String> before = new HashMap<>();

  @BeforeEach
  void hideTheMachinesOwn() {
    set("aws.configFile", home.resolve("config").toString());
    set("aws.sharedCredentialsFile", home.resolve("credentials").toString());
    set("aws.profile", "ceph");
  }

  @AfterEach
  void restore() {
    before.forEach(
        (name, value) -> {
          if (value == null) {
            System.clearProperty(name);
          } else {
            System.setProperty(name, value);
          }
        });
  }

  @Test
  void endpointUrlOfTheProfile_isAskedByPath() throws IOException {
    config("[profile ceph]", "endpoint_url = " + STORE);

    assertThat(urlOfAnObject()).isEqualTo(STORE + "/data/k");
  }

  @Test
  void endpointUrlOfTheServicesSection_isAskedByPath() throws IOException {
    config(
        "[profile ceph]",
        "services = lab",
        "endpoint_url = https://other.example.com",
        "[services lab]",
        "s3 =",
        "  endpoint_url = " + STORE);

    assertThat(urlOfAnObject()).isEqualTo(STORE + "/data/k");
  }

  @Test
  void systemProperty_isAskedByPath() {
    set("aws.endpointUrlS3", STORE);

    assertThat(urlOfAnObject()).isEqualTo(STORE + "/data/k");
  }

  @Test
  void nothingConfigured_isS3() throws IOException {
    config("[profile ceph]", "region = eu-west-1");

    assertThat(urlOfAnObject()).isEqualTo("https://data.s3.eu-west-1.amazonaws.com/k");
  }

  @Test
  void storeOfTheConfiguration_isNotThatOfARuleThatSaysAws() throws IOException {
    config("[profile ceph]", "endpoint_url = " + STORE);
    try (RegionalS3Clients clients = clients()) {
      assertThat(clients.sameStore(Destination.in("b").build())).isTrue();
      assertThat(clients.sameStore(Destination.in("b").endpoint("aws").build())).isFalse();
    }
  }

  @Test
  void underscoreInTheHostName_isRefusedAtTheStart() throws IOException {
    config("[profile ceph]", "endpoint_url = http://my_store:9000");

    assertThatIllegalArgumentException()
        .isThrownBy(this::clients)
        // The reason of the SDK, or ours if an older SDK has none.
        .withMessageMatching(
            "of the AWS configuration cannot be used: (its host name is not legal; it must not"
                + " contain '_'|endpoint has '_' in its host name, which is not a legal host name,"
                + " expected a name without '_' or an IP address)");
  }

  @Test
  void noUrl_isRefusedAtTheStart() throws IOException {
    config("[profile ceph]", "endpoint_url = store.example.com");

    assertThatIllegalArgumentException()
        .isThrownBy(this::clients)
        .withMessageMatching(
            "of the AWS configuration cannot be used: (The URI scheme .*|endpoint is not a URL,"
                + " expected one such as https://store.example.com:9000)");
  }

  private String urlOfAnObject() {
    try (RegionalS3Clients clients = clients()) {
      return clients.forRegion(null).utilities().getUrl(r -> r.bucket("data").key("k")).toString();
    }
  }

  private RegionalS3Clients clients() {
    return RegionalS3Clients.builder().accessKey("id", "secret").defaultRegion("eu-west-1").build();
  }

  private void config(String... lines) throws IOException {
    Files.write(home.resolve("config"), List.of(lines));
  }

  private void set(String name, String value) {
    before.putIfAbsent(name, System.getProperty(name));
    System.setProperty(name, value);
  }
}
