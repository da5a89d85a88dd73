package io.github.s3sync.client;

import io.github.s3sync.destination.Access;
import io.github.s3sync.destination.Role;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.ProfileCredentialsProvider;
import software.amazon.awssdk.regions.PartitionMetadata;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.auth.StsAssumeRoleCredentialsProvider;
import software.amazon.awssdk.utils.SdkAutoCloseable;

/**
 * Provides the principals that send requests: the process itself, credentials by name, or a role
 * that either of them assumes. Each is created on first use and then reused, so a role is assumed
 * once for all copies and again only before its session ends.
 */
final class Principals implements SdkAutoCloseable {

  private final ClientSettings settings;
  private final AwsCredentialsProvider process;
  private final Map<String, AwsCredentialsProvider> named = new ConcurrentHashMap<>();
  private final Map<Assumed, AwsCredentialsProvider> assumed = new ConcurrentHashMap<>();
  private final Map<StsClientKey, StsClient> stsClients = new ConcurrentHashMap<>();
  private final Identities identities = new Identities();
  private final Queue<SdkAutoCloseable> made = new ConcurrentLinkedQueue<>();

  Principals(ClientSettings settings) {
    this.settings = settings;
    this.process = new Principal("the process", settings.credentials());
  }

  AwsCredentialsProvider of(Access access) {
    AwsCredentialsProvider own = own(access.credentials());
    Role role = access.role();
    if (role == null) {
      return own;
    }
    StsClientKey stsClient = new StsClientKey(region(access), own);
    return assumed.computeIfAbsent(new Assumed(role, stsClient), Principals.this::assume);
  }

  /** Returns the identity of the principal for an access, or null if STS does not report it. */
  @Nullable String id(Access access) {
    AwsCredentialsProvider principal = of(access);
    StsClientKey stsClient = new StsClientKey(region(access), principal);
    return identities.of(principal, () -> stsClients.computeIfAbsent(stsClient, this::open));
  }

  private AwsCredentialsProvider own(@Nullable String name) {
    return name == null ? process : named.computeIfAbsent(name, this::named);
  }

  private AwsCredentialsProvider named(String name) {
    AwsCredentialsProvider registered = settings.named().get(name);
    if (registered != null) {
      return new Principal("credentials '" + name + "'", registered);
    }
    ProfileCredentialsProvider profile = ProfileCredentialsProvider.create(name);
    made.add(profile);
    return new Principal("AWS profile '" + name + "'", profile);
  }

  private AwsCredentialsProvider assume(Assumed wanted) {
    Role role = wanted.role();
    StsAssumeRoleCredentialsProvider session =
        StsAssumeRoleCredentialsProvider.builder()
            .stsClient(stsClients.computeIfAbsent(wanted.stsClient(), this::open))
            .refreshRequest(
                request ->
                    request
                        .roleArn(role.arn())
                        .externalId(role.externalId())
                        .roleSessionName(role.sessionName()))
            .build();
    made.add(session);
    return new Principal("role " + role.arn(), session);
  }

  private StsClient open(StsClientKey stsClient) {
    return settings.sts(stsClient.region(), stsClient.as());
  }

  /**
   * Returns the Region of STS. The default Region comes first: some networks reach only the STS of
   * their own Region.
   */
  private @Nullable Region region(Access access) {
    Region own = settings.defaultRegion();
    if (access.region() == null) {
      return own;
    }
    Region named = Region.of(access.region());
    // Credentials are valid only in their own partition, such as that of China.
    boolean reachable =
        own != null && PartitionMetadata.of(own).id().equals(PartitionMetadata.of(named).id());
    return reachable ? own : named;
  }

  @Override
  public void close() {
    made.forEach(SdkAutoCloseable::close);
    made.clear();
    stsClients.values().forEach(SdkAutoCloseable::close);
    stsClients.clear();
    assumed.clear();
    named.clear();
  }

  /** Identifies an STS client by its Region and credentials. */
  private record StsClientKey(@Nullable Region region, AwsCredentialsProvider as) {}

  private record Assumed(Role role, StsClientKey stsClient) {}
}
