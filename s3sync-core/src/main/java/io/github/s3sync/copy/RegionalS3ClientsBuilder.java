package io.github.s3sync.copy;

import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;

/**
 * Collects the properties of {@link RegionalS3Clients}. Not for use by several threads.
 *
 * @since 0.1.0
 */
public final class RegionalS3ClientsBuilder {

  private int maxConnections = 32;
  private @Nullable AwsCredentialsProvider credentials;
  private @Nullable Region defaultRegion;
  private Store store = Store.SDKS_CHOICE;
  private @Nullable URI stsEndpoint;
  private final Map<String, AwsCredentialsProvider> named = new HashMap<>();

  RegionalS3ClientsBuilder() {}

  /**
   * Sets a long-lived key instead of the SDK's default chain of credentials. A role is better
   * wherever there can be one.
   *
   * @param id the access key's id
   * @param secret the secret access key
   * @return this
   */
  public RegionalS3ClientsBuilder accessKey(String id, String secret) {
    this.credentials = StaticCredentialsProvider.create(AwsBasicCredentials.create(id, secret));
    return this;
  }

  /**
   * Adds credentials that a destination can name. A name that is not added is that of an AWS
   * profile.
   *
   * @param name the name, see {@link io.github.s3sync.rule.Destination#credentials()}
   * @param provider the credentials; whoever made the provider closes it, after the clients
   * @return this
   */
  public RegionalS3ClientsBuilder credentials(String name, AwsCredentialsProvider provider) {
    named.put(Objects.requireNonNull(name, "name"), Objects.requireNonNull(provider, "provider"));
    return this;
  }

  /**
   * Sets how many connections all clients have together.
   *
   * @param number 32 by default
   * @return this
   * @throws IllegalArgumentException if the number is less than 1
   */
  public RegionalS3ClientsBuilder maxConnections(int number) {
    if (number < 1) {
      throw new IllegalArgumentException("maxConnections is " + number + ", expected 1 or more");
    }
    this.maxConnections = number;
    return this;
  }

  /**
   * Sets the Region that is asked where a plan names none.
   *
   * @param region the Region; by default the first that the SDK's chain finds
   * @return this
   */
  public RegionalS3ClientsBuilder defaultRegion(String region) {
    this.defaultRegion = Region.of(region);
    return this;
  }

  /**
   * Sets another S3-compatible store than S3 itself. Its buckets are asked for by path instead of
   * by host name, and checksums are sent only where S3 requires them, since not every store knows
   * the newer ones.
   *
   * @param uri the store's address, such as {@code http://localhost:9000}; by default the one that
   *     the SDK's own configuration names, or S3
   * @return this
   * @throws IllegalArgumentException if it has no scheme or no host
   */
  public RegionalS3ClientsBuilder endpoint(URI uri) {
    this.store = Store.at(uri);
    return this;
  }

  /**
   * Sets where roles are assumed.
   *
   * @param uri the address of an STS; by default that of the Region, or what the SDK's own
   *     configuration says
   * @return this
   */
  public RegionalS3ClientsBuilder stsEndpoint(URI uri) {
    this.stsEndpoint = Objects.requireNonNull(uri, "uri");
    return this;
  }

  /**
   * Makes the clients. No request is sent yet.
   *
   * @return the clients, to be closed by the caller
   * @throws IllegalArgumentException if {@code endpoint_url} of the AWS configuration files is not
   *     the address of a store
   * @throws IllegalStateException if the AWS SDK on the class path is older than 2.31.66
   */
  public RegionalS3Clients build() {
    SdkVersion.check();
    // A copy in one request is silent until it ends; see S3CopyExecutorBuilder for how long that
    // may be.
    Duration connect = Duration.ofSeconds(5);
    Duration socket = Duration.ofMinutes(2);
    SdkHttpClient apache =
        Apache5HttpClient.builder()
            .maxConnections(maxConnections)
            .connectionTimeout(connect)
            .connectionAcquisitionTimeout(Duration.ofSeconds(30))
            .socketTimeout(socket)
            .tcpKeepAlive(true)
            .build();
    SdkHttpClient http = new RawHeaders(apache, maxConnections, connect, socket);
    AwsCredentialsProvider provider =
        credentials == null ? DefaultCredentialsProvider.builder().build() : credentials;
    try {
      Store chosen = store.equals(Store.SDKS_CHOICE) ? ConfiguredStore.find(http) : store;
      return new RegionalS3Clients(
          new ClientSettings(
              http, provider, Map.copyOf(named), defaultRegion, chosen, stsEndpoint));
    } catch (RuntimeException e) {
      http.close();
      throw e;
    }
  }
}
