package io.github.s3sync.client;

import io.github.s3sync.destination.Access;
import io.github.s3sync.destination.Destination;
import io.github.s3sync.event.Internal;
import io.github.s3sync.key.ObjectRef;
import io.github.s3sync.option.TransferMode;
import io.github.s3sync.plan.CopyPlan;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * Provides one client for each Region, principal and store, created on first use. All share one
 * HTTP client.
 *
 * <p>Requests for a source go to the Region that its event names, and requests for a destination to
 * the Region that its rule names. The default Region is used if none is named, or if an event names
 * a Region that the SDK does not know. Both use the destination's credentials, because one
 * principal makes a server-side copy and must be allowed to read the source. Only for a rule that
 * streams, the source is accessed as the rule defines: in its store, with its credentials, and in
 * its Region, if any.
 *
 * <p>A role is assumed on first use, in the default Region or otherwise in that of its bucket, and
 * again some minutes before its session of one hour ends. STS has six seconds to answer, even if
 * the deadline of the waiting copy is earlier.
 *
 * <p>The identity of a principal, which only two-way rules need, is also requested from STS once.
 *
 * <p>Thread-safe. Closing this object closes all clients, which must not be in use then.
 * Credentials that were registered by name are closed by their creator.
 *
 * @since 0.1.0
 */
public final class RegionalS3Clients implements S3Clients, AutoCloseable {

  private static final String SDKS_CHOICE = "";

  private static final Set<String> KNOWN =
      Region.regions().stream()
          .filter(region -> !region.isGlobalRegion())
          .map(Region::id)
          .collect(Collectors.toUnmodifiableSet());

  private final ClientSettings settings;
  private final String defaultRegion;
  private final Principals principals;
  private final Map<ClientKey, S3Client> clients = new ConcurrentHashMap<>();

  RegionalS3Clients(ClientSettings settings) {
    this.settings = settings;
    this.principals = new Principals(settings);
    Region region = settings.defaultRegion();
    this.defaultRegion = region == null ? SDKS_CHOICE : region.id();
  }

  /**
   * Returns a new builder.
   *
   * @return the builder
   */
  public static RegionalS3ClientsBuilder builder() {
    return new RegionalS3ClientsBuilder();
  }

  /**
   * Returns the client of the process for a Region of the default store, the same one each time.
   *
   * @param region the Region, such as {@code eu-west-1}; null for the default Region
   * @return the client
   * @throws SdkException if no Region is given and the SDK finds none
   */
  public S3Client forRegion(@Nullable String region) {
    return client(region, Access.OWN);
  }

  @Override
  public S3Client source(CopyPlan plan) {
    boolean streams = plan.rule().options().transfer() == TransferMode.STREAM;
    Access access = streams ? plan.rule().sourceAccess() : plan.destination().access();
    String region = plan.event().region();
    // An event is text from outside, and a Region becomes part of a host name.
    String trustedRegion = region != null && KNOWN.contains(region) ? region : null;
    return client(streams && access.region() != null ? access.region() : trustedRegion, access);
  }

  @Override
  public S3Client destination(CopyPlan plan) {
    return client(plan.destination().region(), plan.destination().access());
  }

  @Override
  public boolean sameStore(Destination destination) {
    return settings.defaultStore().isSame(store(destination.access()));
  }

  /**
   * Returns the identity of the principal. AWS does not know the principals of another store and is
   * not asked about them.
   */
  @Override
  public @Nullable String principalId(Destination destination) {
    return mayTellPrincipal(destination) ? principals.id(destination.access()) : null;
  }

  @Override
  public boolean mayTellPrincipal(Destination destination) {
    return store(destination.access()).isAws() || settings.stsEndpoint() != null;
  }

  /**
   * Returns a small text in the default Region, which is read with the principal of the process.
   *
   * @param object the object that holds the text
   * @param maxBytes the maximum size in bytes
   * @param expectedOwner the account that must own the bucket; null if any account may own it
   * @return the text, which has not been read yet
   */
  @Internal
  public TextObject text(ObjectRef object, int maxBytes, @Nullable String expectedOwner) {
    return new TextObject(() -> forRegion(null), object, maxBytes, expectedOwner);
  }

  /** Closes every client that was created. */
  @Override
  public void close() {
    clients.values().forEach(S3Client::close);
    clients.clear();
    principals.close();
    settings.close();
  }

  private S3Client client(@Nullable String region, Access access) {
    return client(region, principals.of(access), store(access));
  }

  private S3Client client(@Nullable String region, AwsCredentialsProvider as, Store store) {
    return clients.computeIfAbsent(
        new ClientKey(region == null ? defaultRegion : region, as, store), this::make);
  }

  private S3Client make(ClientKey key) {
    String region = key.region();
    return settings.client(
        region.equals(SDKS_CHOICE) ? null : Region.of(region), key.as(), key.store());
  }

  private Store store(Access access) {
    String endpoint = access.endpoint();
    return endpoint == null ? settings.defaultStore() : Store.named(endpoint);
  }

  /** Identifies a client. */
  private record ClientKey(String region, AwsCredentialsProvider as, Store store) {}
}
