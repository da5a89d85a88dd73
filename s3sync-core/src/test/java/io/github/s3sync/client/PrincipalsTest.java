package io.github.s3sync.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.s3sync.copy.CopyException;
import io.github.s3sync.copy.CopyReceipt;
import io.github.s3sync.copy.CopyResult;
import io.github.s3sync.copy.Deadline;
import io.github.s3sync.destination.Destination;
import io.github.s3sync.destination.Role;
import io.github.s3sync.event.ObjectEvent;
import io.github.s3sync.executor.S3CopyExecutor;
import io.github.s3sync.key.ObjectRef;
import io.github.s3sync.option.CopyOptions;
import io.github.s3sync.plan.CopyPlan;
import io.github.s3sync.plan.FailureReason;
import io.github.s3sync.rule.CopyRule;
import io.github.s3sync.testing.FakeS3;
import io.github.s3sync.testing.StsServer;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.endpoints.S3EndpointProvider;
import software.amazon.awssdk.utils.SdkAutoCloseable;

/** Checks the principal of each client, the number of clients, and which resources are closed. */
class PrincipalsTest {

  private static final Role ROLE = Role.of("arn:aws:iam::222222222222:role/replica");

  private final FakeS3 s3 = FakeS3.start();
  private final StsServer sts = StsServer.start();
  private final Counting http = new Counting();
  private final Keys process = new Keys("process");
  private final Keys partner = new Keys("partner");
  private RegionalS3Clients clients = clients(Region.EU_CENTRAL_1);

  @BeforeEach
  void createBuckets() {
    s3.createBucket("src");
    s3.createBucket("dst");
    sts.role(ROLE.arn(), null, StsServer.Session.of("role", "secret"));
  }

  @AfterEach
  void stop() {
    clients.close();
    s3.close();
    sts.close();
  }

  private RegionalS3Clients clients(Region region) {
    return new RegionalS3Clients(
        new ClientSettings(
            http,
            process,
            Map.of("partner", partner),
            region,
            Store.at(s3.endpoint()),
            sts.endpoint()));
  }

  private static CopyPlan plan(Destination destination, CopyOptions options) {
    CopyRule rule = CopyRule.named("r").from("src").to(destination).options(options).build();
    return new CopyPlan(
        ObjectEvent.created("src", "a"),
        rule,
        destination,
        new ObjectRef("src", "a"),
        new ObjectRef("dst", "a"));
  }

  private static CopyPlan plan(Destination.Builder destination) {
    return plan(destination.build(), CopyOptions.defaults());
  }

  private static Destination.Builder dst() {
    return Destination.in("dst");
  }

  @Test
  void execute_role_makesEveryRequestItselfTheLooksAtTheSourceIncluded() {
    s3.minimumPartBytes(1);
    s3.putSynthetic("src", "a", 6 << 20, Map.of("x-amz-tagging", "team=data"));
    s3.clearRequests();

    CopyResult result =
        S3CopyExecutor.builder(clients)
            .multipartThresholdBytes(5 << 20)
            .partSizeBytes(5 << 20)
            .build()
            .execute(plan(dst().role(ROLE)), Deadline.none());

    assertThat(result).isInstanceOf(CopyReceipt.class);
    assertThat(s3.operations())
        .contains("HeadObject", "GetObjectTagging", "UploadPartCopy", "CompleteMultipartUpload");
    assertThat(s3.requests())
        .allSatisfy(
            request -> {
              assertThat(request.headers().get("authorization")).contains("Credential=role/");
              assertThat(request.headers()).containsEntry("x-amz-security-token", "token of role");
            });
    assertThat(sts.requests()).hasSize(1);
  }

  @Test
  void execute_roleThatMayNotReadTheSource_isDenied() {
    s3.putSynthetic("src", "a", 3, Map.of());
    s3.deny("role", "s3:GetObject", "src");

    CopyException e =
        catchThrowableOfType(
            CopyException.class,
            () ->
                S3CopyExecutor.builder(clients)
                    .build()
                    .execute(plan(dst().role(ROLE)), Deadline.none()));

    assertThat(e.reason()).isEqualTo(FailureReason.ACCESS_DENIED);
    assertThat(e).hasMessageStartingWith("HeadObject s3://src/a");
  }

  /** An exception of the provider does not concern the request. */
  @Test
  void execute_credentialsOfTheProcessCannotBeRefreshed_mayPass() {
    s3.putSynthetic("src", "a", 3, Map.of());
    process.problem = new IllegalStateException("the agent restarts");

    CopyException e =
        catchThrowableOfType(
            CopyException.class,
            () -> S3CopyExecutor.builder(clients).build().execute(plan(dst()), Deadline.none()));

    assertThat(e.reason()).isEqualTo(FailureReason.CREDENTIALS);
    assertThat(e).hasMessageContaining("no credentials of the process: the agent restarts");
    assertThat(s3.requests()).isEmpty();
    process.problem = null;
    assertThat(S3CopyExecutor.builder(clients).build().execute(plan(dst()), Deadline.none()))
        .isInstanceOf(CopyReceipt.class);
  }

  @Test
  void clients_sameRegionPrincipalAndStore_areOneClient() {
    S3Client own = clients.destination(plan(dst()));
    S3Client role = clients.destination(plan(dst().role(ROLE)));

    assertThat(own).isSameAs(clients.forRegion(null)).isSameAs(clients.source(plan(dst())));
    assertThat(role)
        .isSameAs(clients.destination(plan(dst().role(Role.of(ROLE.arn())))))
        .isSameAs(clients.source(plan(dst().role(ROLE))))
        .isSameAs(clients.destination(plan(dst().role(ROLE).endpoint(s3.endpoint() + "/"))))
        .isNotSameAs(own)
        .isNotSameAs(clients.destination(plan(dst().role(ROLE).region("eu-west-1"))))
        .isNotSameAs(clients.destination(plan(dst().role(ROLE.withExternalId("partner-4711")))))
        .isNotSameAs(clients.destination(plan(dst().role(ROLE.withSessionName("other")))))
        .isNotSameAs(clients.destination(plan(dst().role(ROLE).credentials("partner"))));
    assertThat(clients.destination(plan(dst().credentials("partner"))))
        .isSameAs(clients.source(plan(dst().credentials("partner"))))
        .isNotSameAs(own);
    assertThat(sts.requests()).as("nobody has asked S3 for anything").isEmpty();
  }

  @Test
  void clients_roleInTwoRegions_isAssumedOnce() {
    clients.destination(plan(dst().role(ROLE))).listBuckets();
    clients.destination(plan(dst().role(ROLE).region("eu-west-1"))).listBuckets();

    assertThat(sts.requests()).hasSize(1);
  }

  @Test
  void clients_roleWithTwoExternalIds_isAssumedForEach() {
    clients.destination(plan(dst().role(ROLE.withExternalId("one")))).listBuckets();
    clients.destination(plan(dst().role(ROLE.withExternalId("two")))).listBuckets();

    assertThat(sts.requests())
        .extracting(StsServer.AssumeRole::externalId)
        .containsExactly("one", "two");
  }

  @Test
  @SuppressWarnings("deprecation") // Endpoint.url is in every SDK from the minimum on
  void destination_aws_isS3ItselfWhateverIsConfigured() {
    S3Client aws = clients.destination(plan(dst().endpoint("aws").region("eu-west-1")));

    S3EndpointProvider endpoints =
        (S3EndpointProvider) aws.serviceClientConfiguration().endpointProvider().orElseThrow();
    assertThat(
            endpoints
                .resolveEndpoint(
                    p -> p.region(Region.EU_WEST_1).bucket("dst").endpoint("http://localhost:9000"))
                .join()
                .url())
        .hasToString("https://dst.s3.eu-west-1.amazonaws.com");
    assertThat(clients.sameStore(dst().endpoint("aws").build())).isFalse();
    assertThat(clients.sameStore(dst().build())).isTrue();
  }

  @Test
  void close_everyClientMade_closesTheHttpClientOnceAndNothingOfTheCallers() {
    clients.destination(plan(dst().role(ROLE))).listBuckets();
    clients.destination(plan(dst().role(ROLE).credentials("partner"))).listBuckets();
    clients.destination(plan(dst().credentials("partner"))).listBuckets();
    clients.destination(plan(dst())).listBuckets();

    clients.close();

    assertThat(http.closed).hasValue(1);
    assertThat(partner.closed).hasValue(0);
    assertThat(process.closed).as("the settings' own").hasValue(1);
  }

  private static final class Keys implements AwsCredentialsProvider, SdkAutoCloseable {
    private final String name;
    private final AtomicInteger closed = new AtomicInteger();
    private volatile @Nullable RuntimeException problem;

    Keys(String name) {
      this.name = name;
    }

    @Override
    public AwsCredentials resolveCredentials() {
      if (problem != null) {
        throw problem;
      }
      return AwsBasicCredentials.create(name, "secret");
    }

    @Override
    public void close() {
      closed.incrementAndGet();
    }
  }

  /** A real HTTP client that counts how often it is closed. */
  private static final class Counting implements SdkHttpClient {
    private final SdkHttpClient http = Apache5HttpClient.create();
    private final AtomicInteger closed = new AtomicInteger();

    @Override
    public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
      return http.prepareRequest(request);
    }

    @Override
    public void close() {
      closed.incrementAndGet();
      http.close();
    }
  }
}
