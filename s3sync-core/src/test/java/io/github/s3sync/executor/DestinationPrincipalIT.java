package io.github.s3sync.executor;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.s3sync.client.RegionalS3Clients;
import io.github.s3sync.destination.Destination;
import io.github.s3sync.destination.Role;
import io.github.s3sync.outcome.CopyOutcome;
import io.github.s3sync.outcome.SyncReport;
import io.github.s3sync.plan.FailureReason;
import io.github.s3sync.testing.StsServer.AssumeRole;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Checks copies with the credentials of a destination's role, on a store that checks signatures.
 */
class DestinationPrincipalIT {

  private static final byte[] SMALL = {1, 2, 3};
  private static final String CREDENTIALS_FILE = "aws.sharedCredentialsFile";

  private final TwoAccounts accounts = new TwoAccounts();

  @AfterEach
  void stop() {
    accounts.close();
  }

  private static Destination.Builder dst() {
    return Destination.in("dst");
  }

  private static Role role() {
    return Role.of(TwoAccounts.ROLE);
  }

  private SyncReport sync(Destination... destinations) {
    accounts.put("a.txt", SMALL);
    try (RegionalS3Clients clients = accounts.clients().build()) {
      return accounts.sync(clients, List.of("a.txt"), destinations);
    }
  }

  private static CopyOutcome.Failed failure(SyncReport report) {
    assertThat(report.failed()).hasSize(1);
    return report.failed().get(0);
  }

  @Test
  void handle_withoutARole_theSourceAccountMayNotWrite() {
    assertThat(failure(sync(dst().build())).reason()).isEqualTo(FailureReason.CREDENTIALS);
    assertThat(accounts.sts.requests()).isEmpty();
  }

  @Test
  void handle_role_copiesWithItsKeys() {
    assertThat(sync(dst().role(role()).build()).failed()).isEmpty();

    assertThat(accounts.writers()).containsExactly("first");
    assertThat(accounts.sts.requests())
        .containsExactly(new AssumeRole("source", TwoAccounts.ROLE, "s3sync", null));
  }

  @Test
  void handle_roleAndLargeObject_isCopiedInPartsWithItsKeys() {
    accounts.put("large.bin", new byte[6 << 20]);
    try (RegionalS3Clients clients = accounts.clients().build()) {
      SyncReport report = accounts.sync(clients, List.of("large.bin"), dst().role(role()).build());

      assertThat(report.failed()).isEmpty();
      assertThat(report.outcomes())
          .singleElement()
          .isInstanceOfSatisfying(
              CopyOutcome.Copied.class,
              copied -> assertThat(copied.receipt().parts()).isEqualTo(2));
    }
    assertThat(accounts.writers()).containsOnly("first");
  }

  @Test
  void handle_externalIdThatTheRoleAsksFor_isSent() {
    accounts.sts.role(TwoAccounts.ROLE, "partner-4711", TwoAccounts.session("first"));
    Role named = role().withExternalId("partner-4711").withSessionName("nightly");

    assertThat(sync(dst().role(named).build()).failed()).isEmpty();
    assertThat(accounts.sts.requests())
        .containsExactly(new AssumeRole("source", TwoAccounts.ROLE, "nightly", "partner-4711"));
  }

  @Test
  void handle_wrongExternalId_isDeniedAndNotShown() {
    accounts.sts.role(TwoAccounts.ROLE, "partner-4711", TwoAccounts.session("first"));

    CopyOutcome.Failed failure =
        failure(sync(dst().role(role().withExternalId("partner-9999")).build()));

    assertThat(failure.reason()).isEqualTo(FailureReason.ACCESS_DENIED);
    assertThat(failure.message())
        .contains(
            "no credentials of role " + TwoAccounts.ROLE,
            "status 403, AccessDenied",
            "sts:AssumeRole",
            "trust policy",
            "external ID")
        .doesNotContain("partner");
    assertThat(accounts.writers()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "403, AccessDenied, ACCESS_DENIED",
    "400, Throttling, THROTTLED",
    "403, ExpiredToken, CREDENTIALS",
    "403, InvalidClientTokenId, CREDENTIALS",
    "400, ValidationError, CREDENTIALS",
    "404, NoSuchKey, CREDENTIALS",
    "404, NotFound, CREDENTIALS",
    "412, PreconditionFailed, CREDENTIALS",
    "503, ServiceUnavailable, THROTTLED",
    "500, InternalFailure, CREDENTIALS",
  })
  void handle_stsError_isAFailureThatNamesTheRole(int status, String code, FailureReason reason) {
    accounts.sts.refuse(status, code, "no session");

    SyncReport report = sync(dst().role(role().withExternalId("partner-4711")).build());

    assertThat(failure(report).reason()).isEqualTo(reason);
    assertThat(failure(report).message())
        .contains("HeadObject s3://src/a.txt", TwoAccounts.ROLE, code, "no session")
        .doesNotContain("partner-4711")
        .doesNotContain(TwoAccounts.secrets());
    assertThat(accounts.sts.requests()).hasSizeLessThanOrEqualTo(3);
  }

  @Test
  void handle_stsCannotBeReached_isAFailureToGetCredentials() {
    accounts.sts.close();

    CopyOutcome.Failed failure = failure(sync(dst().role(role()).build()));

    assertThat(failure.reason()).isEqualTo(FailureReason.CREDENTIALS);
    assertThat(failure.message()).contains(TwoAccounts.ROLE);
  }

  @Test
  void handle_interruptedWhileStsIsAsked_isInterrupted() {
    accounts.put("a.txt", SMALL);
    try (RegionalS3Clients clients = accounts.clients().build()) {
      Thread.currentThread().interrupt();
      SyncReport report = accounts.sync(clients, List.of("a.txt"), dst().role(role()).build());

      assertThat(Thread.interrupted()).isTrue();
      assertThat(failure(report).reason()).isEqualTo(FailureReason.INTERRUPTED);
    }
  }

  @Test
  void handle_manyCopies_assumeTheRoleOnce() {
    List<String> keys = IntStream.range(0, 20).mapToObj(i -> i + ".txt").toList();
    keys.forEach(key -> accounts.put(key, SMALL));
    try (RegionalS3Clients clients = accounts.clients().build()) {
      Destination destination = dst().role(role()).build();
      assertThat(accounts.sync(clients, keys, destination).failed()).isEmpty();
      assertThat(accounts.sync(clients, keys, destination).failed()).isEmpty();
    }
    assertThat(accounts.writers()).hasSize(40).containsOnly("first");
    assertThat(accounts.sts.requests()).hasSize(1);
  }

  @Test
  void handle_sessionAboutToEnd_isRenewedBefore() {
    // Within the two minutes in which no jitter delays the renewal.
    accounts.sts.role(
        TwoAccounts.ROLE,
        null,
        TwoAccounts.session("first", Duration.ofSeconds(110)),
        TwoAccounts.session("second"));
    accounts.put("a.txt", SMALL);
    try (RegionalS3Clients clients = accounts.clients().build()) {
      Destination destination = dst().role(role()).build();
      assertThat(accounts.sync(clients, List.of("a.txt"), destination).failed()).isEmpty();
      assertThat(accounts.sync(clients, List.of("a.txt"), destination).failed()).isEmpty();
    }
    assertThat(accounts.writers()).last().isEqualTo("second");
    assertThat(accounts.sts.requests()).hasSize(2);
  }

  @Test
  void handle_sessionAboutToEndAndStsDown_goesOnWithIt() {
    accounts.sts.role(
        TwoAccounts.ROLE, null, TwoAccounts.session("first", Duration.ofSeconds(110)));
    accounts.put("a.txt", SMALL);
    try (RegionalS3Clients clients = accounts.clients().build()) {
      Destination destination = dst().role(role()).build();
      assertThat(accounts.sync(clients, List.of("a.txt"), destination).failed()).isEmpty();
      accounts.sts.refuse(500, "InternalFailure", "down");
      assertThat(accounts.sync(clients, List.of("a.txt"), destination).failed()).isEmpty();
    }
    assertThat(accounts.writers()).containsExactly("first", "first");
  }

  @Test
  void handle_twoDestinationsWithRoles_eachIsWrittenWithItsOwn() {
    SyncReport report =
        sync(
            dst().role(role()).build(),
            Destination.in("dst-other").role(Role.of(TwoAccounts.OTHER_ROLE)).build());

    assertThat(report.failed()).isEmpty();
    assertThat(accounts.writers()).containsExactly("first", "other");
  }

  @Test
  void handle_oneRoleFails_theOtherDestinationIsWritten() {
    SyncReport report =
        sync(
            dst().role(Role.of("arn:aws:iam::222222222222:role/gone")).build(),
            Destination.in("dst-other").role(Role.of(TwoAccounts.OTHER_ROLE)).build());

    assertThat(failure(report).message()).contains("role/gone");
    assertThat(accounts.writers()).containsExactly("other");
  }

  @Test
  void handle_namedCredentials_copyByThemselvesOrAssumeTheRole() {
    accounts.put("a.txt", SMALL);
    try (RegionalS3Clients clients =
        accounts.clients().credentials("partner", accounts.credentials("named")).build()) {
      Destination named = dst().credentials("partner").build();
      assertThat(accounts.sync(clients, List.of("a.txt"), named).failed()).isEmpty();
      Destination both = dst().credentials("partner").role(role()).build();
      assertThat(accounts.sync(clients, List.of("a.txt"), both).failed()).isEmpty();
    }
    assertThat(accounts.writers()).containsExactly("named", "first");
    assertThat(accounts.sts.requests())
        .extracting(AssumeRole::accessKeyId)
        .containsExactly("named");
  }

  @Test
  void handle_profile_isReadFromTheCredentialsFile(@TempDir Path directory) throws IOException {
    Path file = directory.resolve("credentials");
    String secret = accounts.s3.credentials("named").secretAccessKey();
    Files.writeString(
        file, "[partner]\naws_access_key_id=named\naws_secret_access_key=" + secret + "\n");
    String before = System.getProperty(CREDENTIALS_FILE);
    System.setProperty(CREDENTIALS_FILE, file.toString());
    try {
      assertThat(sync(dst().credentials("partner").build()).failed()).isEmpty();
      CopyOutcome.Failed failure = failure(sync(dst().credentials("nobody").build()));
      assertThat(failure.reason()).isEqualTo(FailureReason.CREDENTIALS);
      assertThat(failure.message()).contains("no credentials of AWS profile 'nobody'");
    } finally {
      if (before == null) {
        System.clearProperty(CREDENTIALS_FILE);
      } else {
        System.setProperty(CREDENTIALS_FILE, before);
      }
    }
    assertThat(accounts.writers()).containsExactly("named");
  }
}
