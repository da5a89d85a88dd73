package io.github.s3sync.client;

import io.github.s3sync.destination.ServiceAddress;
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
import software.amazon.awssdk.http.apache5.ProxyConfiguration;
import software.amazon.awssdk.regions.Region;

/**
 * Builds {@link RegionalS3Clients}. Not thread-safe.
 *
 * @since 0.1.0
 */
public final class RegionalS3ClientsBuilder {

  private int maxConnections = 256;
  private Duration socketTimeout = Duration.ofMinutes(15);
  private @Nullable AwsCredentialsProvider credentials;
  private @Nullable Region defaultRegion;
  private Store store = Store.SDKS_CHOICE;
  private @Nullable URI stsEndpoint;
  private final Map<String, AwsCredentialsProvider> named = new HashMap<>();

  RegionalS3ClientsBuilder() {}

  /**
   * Sets a long-lived access key instead of the SDK's default credentials. Prefer a role if
   * possible.
   *
   * @param id the access key ID
   * @param secret the secret access key
   * @return this
   */
  public RegionalS3ClientsBuilder accessKey(String id, String secret) {
    this.credentials = StaticCredentialsProvider.create(AwsBasicCredentials.create(id, secret));
    return this;
  }

  /**
   * Adds credentials that a destination can name. A name that is not added denotes an AWS profile.
   *
   * @param name the name, see {@link io.github.s3sync.destination.Destination#credentials()}
   * @param provider the credentials; its creator closes the provider, after the clients
   * @return this
   */
  public RegionalS3ClientsBuilder credentials(String name, AwsCredentialsProvider provider) {
    named.put(Objects.requireNonNull(name, "name"), Objects.requireNonNull(provider, "provider"));
    return this;
  }

  /**
   * Sets the maximum number of connections of all clients together. Each running request needs one:
   * allow at least one for each thread that calls the executor and for each helper of its {@link
   * io.github.s3sync.copy.Concurrency}. A request that waits longer than 30 seconds for a
   * connection fails with {@code NO_ANSWER}.
   *
   * @param number 256 by default; connections are opened when they are needed
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
   * Sets how long a connection may be silent while an answer is awaited. S3 sends nothing while it
   * copies a part: 5 GiB take 15 minutes at the slowest published rate (6 MB/s), and the parts of
   * an object of 48 TiB have that size. Smaller requests have a shorter limit: each is cancelled
   * and retried after two minutes plus the time that its bytes may need.
   *
   * @param timeout 15 minutes by default
   * @return this
   * @throws IllegalArgumentException if it is not positive
   */
  public RegionalS3ClientsBuilder socketTimeout(Duration timeout) {
    if (timeout.isZero() || timeout.isNegative()) {
      throw new IllegalArgumentException("socketTimeout is " + timeout + ", expected more than 0");
    }
    this.socketTimeout = timeout;
    return this;
  }

  /**
   * Sets the Region for plans that name none.
   *
   * @param region the Region; by default the first that the SDK's chain finds
   * @return this
   * @throws IllegalArgumentException if it cannot be the name of a Region
   */
  public RegionalS3ClientsBuilder defaultRegion(String region) {
    if (!ServiceAddress.isRegion(region)) {
      throw new IllegalArgumentException("defaultRegion " + ServiceAddress.problemOfRegion(region));
    }
    this.defaultRegion = Region.of(region);
    return this;
  }

  /**
   * Sets an S3-compatible store other than S3 itself. Its buckets are addressed by path instead of
   * by host name, and checksums are sent only where S3 requires them, because not every store
   * supports the newer ones.
   *
   * @param uri the store's address, such as {@code http://localhost:9000}; by default the one that
   *     the SDK's configuration names, otherwise S3
   * @return this
   * @throws IllegalArgumentException if it is not an http or https address of a host, or contains a
   *     user name, a query or a fragment
   */
  public RegionalS3ClientsBuilder endpoint(URI uri) {
    this.store = Store.at(uri);
    return this;
  }

  /**
   * Sets the STS endpoint for assuming roles.
   *
   * @param uri the address; by default the one that the SDK's configuration names, otherwise that
   *     of the Region
   * @return this
   * @throws IllegalArgumentException as {@link #endpoint}
   */
  public RegionalS3ClientsBuilder stsEndpoint(URI uri) {
    String problem = ServiceAddress.problemOfEndpoint(uri.toString());
    if (problem != null) {
      throw new IllegalArgumentException("stsEndpoint " + problem);
    }
    this.stsEndpoint = uri;
    return this;
  }

  /**
   * Builds the clients. No request is sent yet.
   *
   * @return the clients; the caller must close them
   * @throws IllegalArgumentException if {@code endpoint_url} of the AWS configuration files is not
   *     the address of a store
   * @throws IllegalStateException if the AWS SDK on the class path is older than 2.31.66
   */
  public RegionalS3Clients build() {
    SdkVersion.check();
    Duration connect = Duration.ofSeconds(5);
    ProxyConfiguration proxy = ProxyConfiguration.builder().build();
    SdkHttpClient apache =
        Apache5HttpClient.builder()
            .proxyConfiguration(proxy)
            .maxConnections(maxConnections)
            .connectionTimeout(connect)
            .connectionAcquisitionTimeout(Duration.ofSeconds(30))
            .socketTimeout(socketTimeout)
            .tcpKeepAlive(true)
            .build();
    SdkHttpClient http = new RawHeaders(apache, proxy, maxConnections, connect, socketTimeout);
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
