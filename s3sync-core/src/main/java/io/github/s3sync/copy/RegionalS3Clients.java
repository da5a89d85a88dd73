package io.github.s3sync.copy;

import io.github.s3sync.key.ObjectRef;
import io.github.s3sync.plan.CopyPlan;
import io.github.s3sync.rule.Access;
import io.github.s3sync.rule.Destination;
import io.github.s3sync.rule.TransferMode;
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
 * One client for each Region, principal and store, made when it is first asked for. All share one
 * HTTP client.
 *
 * <p>A source is asked in the Region that its event names, a destination in the Region that its
 * rule names; where none is named, or an event names one that the SDK does not know, in the default
 * one. Both are asked with the destination's credentials, since one principal makes a copy inside
 * S3 and must be able to read what it copies. Only of a rule that streams the source is asked as
 * that rule says: in its store, with its credentials, and in the Region that it names, if any.
 *
 * <p>A role is assumed when it is first needed, in the default Region or else that of its bucket,
 * and again some minutes before its session of one hour ends. STS gets six seconds to answer, even
 * if the deadline of the copy that waits is earlier.
 *
 * <p>Who a principal is, which only two-way rules want to know, STS is asked once, too.
 *
 * <p>Safe for use by many threads. Closing it closes all clients, and nobody may be using them
 * then; credentials that were registered by name are closed by whoever made them.
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
  private final String byDefault;
  private final Principals principals;
  private final Map<Asked, S3Client> clients = new ConcurrentHashMap<>();

  RegionalS3Clients(ClientSettings settings) {
    this.settings = settings;
    this.principals = new Principals(settings);
    Region region = settings.defaultRegion();
    this.byDefault = region == null ? SDKS_CHOICE : region.id();
  }

  /**
   * Begins a set of clients.
   *
   * @return the builder
   */
  public static RegionalS3ClientsBuilder builder() {
    return new RegionalS3ClientsBuilder();
  }

  /**
   * The process's own client for a Region of the default store, the same one each time.
   *
   * @param region the Region, such as {@code eu-west-1}; null for the default one
   * @return the client
   * @throws SdkException if no Region is given and none can be found
   */
  public S3Client forRegion(@Nullable String region) {
    return client(region, Access.OWN);
  }

  @Override
  public S3Client source(CopyPlan plan) {
    boolean streams = plan.rule().options().transfer() == TransferMode.STREAM;
    Access access = streams ? plan.rule().sourceAccess() : plan.destination().access();
    String region = plan.event().region();
    // An event is somebody else's text, and a Region becomes part of a host name.
    String told = region != null && KNOWN.contains(region) ? region : null;
    return client(streams && access.region() != null ? access.region() : told, access);
  }

  @Override
  public S3Client destination(CopyPlan plan) {
    return client(plan.destination().region(), plan.destination().access());
  }

  @Override
  public boolean sameStore(Destination destination) {
    return settings.defaultStore().isSame(store(destination.access()));
  }

  /** Another store's principals are unknown to AWS, and AWS is not asked about them. */
  @Override
  public @Nullable String principalId(Destination destination) {
    return mayTellPrincipal(destination) ? principals.id(destination.access()) : null;
  }

  @Override
  public boolean mayTellPrincipal(Destination destination) {
    return store(destination.access()).isAws() || settings.stsEndpoint() != null;
  }

  /**
   * A small text in the default Region, to be read by the process's own principal.
   *
   * @param object where it is
   * @param maxBytes how many bytes it may have
   * @param expectedOwner the account that must own its bucket; null if any may
   * @return the text, not read yet
   */
  public TextObject text(ObjectRef object, int maxBytes, @Nullable String expectedOwner) {
    return new TextObject(() -> forRegion(null), object, maxBytes, expectedOwner);
  }

  /** Closes every client that was made. */
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
        new Asked(region == null ? byDefault : region, as, store), this::make);
  }

  private S3Client make(Asked asked) {
    String region = asked.region();
    return settings.client(
        region.equals(SDKS_CHOICE) ? null : Region.of(region), asked.as(), asked.store());
  }

  private Store store(Access access) {
    String endpoint = access.endpoint();
    return endpoint == null ? settings.defaultStore() : Store.named(endpoint);
  }

  /** What tells one client from another. */
  private record Asked(String region, AwsCredentialsProvider as, Store store) {}
}
