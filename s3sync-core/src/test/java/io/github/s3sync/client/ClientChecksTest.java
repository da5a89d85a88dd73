package io.github.s3sync.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.s3sync.S3Sync;
import io.github.s3sync.S3SyncBuilder;
import io.github.s3sync.copy.CopyException;
import io.github.s3sync.copy.Deadline;
import io.github.s3sync.destination.Access;
import io.github.s3sync.destination.Destination;
import io.github.s3sync.destination.Role;
import io.github.s3sync.event.EventKind;
import io.github.s3sync.event.ObjectEvent;
import io.github.s3sync.executor.S3CopyExecutor;
import io.github.s3sync.key.ObjectRef;
import io.github.s3sync.option.CopyOptions;
import io.github.s3sync.option.CopyOptionsBuilder;
import io.github.s3sync.option.TransferMode;
import io.github.s3sync.plan.CopyPlan;
import io.github.s3sync.plan.FailureReason;
import io.github.s3sync.rule.CopyRule;
import io.github.s3sync.rule.CopyRuleBuilder;
import io.github.s3sync.rule.InvalidRuleException;
import io.github.s3sync.testing.FakeS3;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ChecksumAlgorithm;

/** Checks which destinations a server-side copy can reach. */
class ClientChecksTest {

  private final FakeS3 s3 = FakeS3.start();
  private final RegionalS3Clients clients =
      RegionalS3Clients.builder()
          .accessKey("id", "secret")
          .defaultRegion("us-east-1")
          .endpoint(s3.endpoint())
          .build();

  @AfterEach
  void stop() {
    clients.close();
    s3.close();
  }

  private static CopyRule rule(Destination destination) {
    return CopyRule.named("r").from("src").to("dst").to(destination).build();
  }

  private static S3SyncBuilder facade(S3Clients clients, Destination destination) {
    return S3Sync.builder()
        .rules(rule(destination))
        .executor(S3CopyExecutor.builder(clients).build());
  }

  private static Destination at(String endpoint) {
    return Destination.in("away").endpoint(endpoint).build();
  }

  @ParameterizedTest
  @ValueSource(strings = {"aws", "https://store.example.com", "http://127.0.0.1:1"})
  void build_destinationInAnotherStore_isRefused(String endpoint) {
    assertThatThrownBy(() -> facade(clients, at(endpoint)).build())
        .isInstanceOfSatisfying(
            InvalidRuleException.class,
            e -> assertThat(e.field()).isEqualTo("destination.endpoint"))
        .hasMessage(
            "rule 'r': destination.endpoint is '"
                + endpoint
                + "', a different store than the source: neither store can copy from the other,"
                + " expected the option transfer 'stream' together with it");
  }

  private static S3SyncBuilder streaming(S3Clients clients, String algorithm, boolean streams) {
    CopyOptionsBuilder options = CopyOptions.builder().checksumAlgorithm(algorithm);
    if (streams) {
      options.transfer(TransferMode.STREAM);
    }
    return S3Sync.builder()
        .rules(CopyRule.named("r").from("src").to("dst").options(options.build()).build())
        .executor(S3CopyExecutor.builder(clients).build());
  }

  @ParameterizedTest
  @ValueSource(strings = {"XXHASH64", "XXHASH3", "XXHASH128"})
  void build_streamWithAChecksumThatCannotBeComputed_isRefused(String algorithm) {
    assertThatThrownBy(() -> streaming(clients, algorithm, true).build())
        .isInstanceOfSatisfying(
            InvalidRuleException.class,
            e -> assertThat(e.field()).isEqualTo("options.checksumAlgorithm"))
        .hasMessage(
            "rule 'r': options.checksumAlgorithm is '"
                + algorithm
                + "', which a stream cannot compute, expected one of "
                + String.join(", ", computable()));
    assertThatNoException().isThrownBy(() -> streaming(clients, algorithm, false).build().close());
  }

  /**
   * Returns the algorithms that a stream can compute. The oldest supported SDK lacks two of them.
   */
  static List<String> computable() {
    return Stream.of("CRC32", "CRC32C", "CRC64NVME", "MD5", "SHA1", "SHA256", "SHA512")
        .filter(
            name -> ChecksumAlgorithm.fromValue(name) != ChecksumAlgorithm.UNKNOWN_TO_SDK_VERSION)
        .toList();
  }

  @ParameterizedTest
  @MethodSource("computable")
  void build_streamWithAChecksumThatCanBeComputed_isAccepted(String algorithm) {
    assertThatNoException().isThrownBy(() -> streaming(clients, algorithm, true).build().close());
  }

  @Test
  void build_destinationInTheSourcesStore_isTaken() {
    assertThatNoException()
        .isThrownBy(() -> facade(clients, at(s3.endpoint() + "/")).build().close());
    try (RegionalS3Clients aws =
        RegionalS3Clients.builder().accessKey("id", "secret").defaultRegion("us-east-1").build()) {
      assertThatNoException().isThrownBy(() -> facade(aws, at("aws")).build().close());
      assertThatThrownBy(() -> facade(aws, at(s3.endpoint().toString())).build())
          .isInstanceOf(InvalidRuleException.class);
    }
  }

  @Test
  void build_oneClientForEverything_takesNoOtherPrincipalOrStore() {
    S3Clients one = S3Clients.of(s3.client());
    Role role = Role.of("arn:aws:iam::222222222222:role/replica");

    assertThatThrownBy(() -> facade(one, Destination.in("away").role(role).build()).build())
        .hasMessage(
            "rule 'r': destination.role is set, but the clients are fixed, expected"
                + " RegionalS3Clients, which creates a client for each access");
    assertThatThrownBy(() -> facade(one, Destination.in("away").credentials("x").build()).build())
        .hasMessageContaining("destination.credentials is set");
    assertThatThrownBy(() -> facade(one, at("aws")).build())
        .hasMessageContaining("destination.endpoint is 'aws'");
  }

  private static S3SyncBuilder deletingBothWays(S3Clients clients, boolean accepted) {
    CopyOptions options = CopyOptions.builder().twoWay(true).unattributedDeletes(accepted).build();
    CopyRuleBuilder there = CopyRule.named("there").from("one").to("two").options(options);
    CopyRuleBuilder back = CopyRule.named("back").from("two").to("one").options(options);
    return S3Sync.builder()
        .rules(
            there.on(EventKind.CREATED, EventKind.REMOVED).build(),
            back.on(EventKind.CREATED, EventKind.REMOVED).build())
        .executor(S3CopyExecutor.builder(clients).build());
  }

  /**
   * The principal cannot be determined in another store, or for a client that the user passes in.
   */
  @Test
  void check_twoWayDeletesByUnknownPrincipals_areRefusedUnlessTheRuleAcceptsThat() {
    for (S3Clients unknown : List.of(clients, S3Clients.of(s3.client()))) {
      assertThatThrownBy(() -> deletingBothWays(unknown, false).build())
          .isInstanceOfSatisfying(
              InvalidRuleException.class, e -> assertThat(e.field()).isEqualTo("options.twoWay"))
          .hasMessageContaining("the principal that writes the destination 'two' is unknown")
          .hasMessageContaining("unattributedDeletes");
      assertThatNoException().isThrownBy(() -> deletingBothWays(unknown, true).build().close());
    }
    try (RegionalS3Clients aws =
        RegionalS3Clients.builder().accessKey("id", "secret").defaultRegion("us-east-1").build()) {
      assertThatNoException().isThrownBy(() -> deletingBothWays(aws, false).build().close());
    }
  }

  @ParameterizedTest
  @CsvSource({
    "eu-west-1, eu-central-1, ",
    "eu-central-1, eu-central-1, source.region",
    "eu-west-1, eu-west-1, destination.region",
    "eu-central-1, eu-west-1, source.region",
  })
  void build_twoClients_eachIsCheckedAgainstItsOwnSide(
      String source, String destination, @Nullable String refused) {
    try (S3Client reads = aws("eu-west-1");
        S3Client writes = aws("eu-central-1")) {
      CopyRule rule =
          CopyRule.named("r")
              .from("src")
              .sourceAccess(Access.OWN.withRegion(source))
              .to(Destination.in("dst").region(destination).build())
              .options(CopyOptions.builder().transfer(TransferMode.STREAM).build())
              .build();
      S3CopyExecutor executor = S3CopyExecutor.builder(S3Clients.of(reads, writes)).build();

      if (refused == null) {
        assertThatNoException().isThrownBy(() -> executor.check(rule));
      } else {
        assertThatThrownBy(() -> executor.check(rule))
            .isInstanceOfSatisfying(
                InvalidRuleException.class, e -> assertThat(e.field()).isEqualTo(refused));
      }
    }
  }

  @Test
  void build_copyInsideS3AndTheSourcesRegion_isRefused() {
    try (S3Client reads = aws("eu-west-1");
        S3Client writes = aws("eu-central-1")) {
      S3CopyExecutor executor = S3CopyExecutor.builder(S3Clients.of(reads, writes)).build();
      CopyRule rule = rule(Destination.in("away").region("eu-west-1").build());

      assertThatThrownBy(() -> executor.check(rule)).hasMessageContaining("destination.region");
    }
  }

  private static S3Client aws(String region) {
    return S3Client.builder()
        .region(Region.of(region))
        .credentialsProvider(AnonymousCredentialsProvider.create())
        .build();
  }

  @Test
  void execute_planThatNobodyChecked_asksNobody() {
    s3.createBucket("src");
    Destination away = at("http://127.0.0.1:1");
    CopyPlan plan =
        new CopyPlan(
            ObjectEvent.created("src", "a"),
            rule(away),
            away,
            new ObjectRef("src", "a"),
            new ObjectRef("away", "a"));

    CopyException e =
        catchThrowableOfType(
            CopyException.class,
            () -> S3CopyExecutor.builder(clients).build().execute(plan, Deadline.none()));

    assertThat(e.reason()).isEqualTo(FailureReason.NOT_SUPPORTED);
    assertThat(e).hasMessageStartingWith("destination.endpoint is 'http://127.0.0.1:1'");
    assertThat(s3.requests()).isEmpty();
  }
}
