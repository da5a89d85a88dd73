package io.github.s3sync.executor;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.s3sync.client.RegionalS3Clients;
import io.github.s3sync.destination.Destination;
import io.github.s3sync.destination.Role;
import io.github.s3sync.testing.FakeS3;
import io.github.s3sync.testing.StsServer;
import java.net.URI;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Compares the principals in S3's notifications with those of STS. */
class OwnCopiesTest {

  private static final Role ROLE = Role.of("arn:aws:iam::222222222222:role/replica");

  private final StsServer sts = StsServer.start();

  @AfterEach
  void stop() {
    sts.close();
  }

  private RegionalS3Clients clients() {
    return RegionalS3Clients.builder()
        .accessKey("process", "not-a-secret")
        .defaultRegion("us-east-1")
        .stsEndpoint(sts.endpoint())
        .build();
  }

  @ParameterizedTest
  @CsvSource({
    "AWS:AROAEXAMPLE:session,     AROAEXAMPLE:session",
    "AWS:AROAEXAMPLE:one,         AROAEXAMPLE:another",
    "AWS:AIDAEXAMPLE,             AIDAEXAMPLE",
    "AWS:111122223333,            111122223333",
    "AWS:111122223333:federated,  111122223333:federated",
    "minio-user,                  minio-user"
  })
  void isSame_onePrincipal_isTrue(String principalId, String userId) {
    assertThat(OwnCopies.isSame(principalId, userId)).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "AWS:AROAEXAMPLE:session,     AROAOTHER:session",
    "AWS:AROAEXAMPLE1:session,    AROAEXAMPLE:session",
    "AWS:AIDAEXAMPLE,             AIDAOTHER",
    "AWS:111122223333,            111122223333:federated",
    "AWS:111122223333:one,        111122223333:another",
    "111122223333,                AROAEXAMPLE:session",
    "AWS:AIDAEXAMPLE,",
    "AWS:,                        AIDAEXAMPLE"
  })
  void isSame_anotherPrincipal_isFalse(String principalId, String userId) {
    assertThat(OwnCopies.isSame(principalId, userId)).isFalse();
  }

  @Test
  void principalId_roleAndProcess_areAskedOnceEachWithTheirOwnKeys() {
    sts.role(ROLE.arn(), null, StsServer.Session.of("role", "not-a-secret"));
    sts.caller("role", "AROAEXAMPLE:s3sync");
    sts.caller("process", "AIDAEXAMPLE");
    try (RegionalS3Clients clients = clients()) {
      Destination withRole = Destination.in("dst").role(ROLE).build();
      for (int i = 0; i < 3; i++) {
        assertThat(clients.principalId(withRole)).isEqualTo("AROAEXAMPLE:s3sync");
        assertThat(clients.principalId(Destination.in("dst").build())).isEqualTo("AIDAEXAMPLE");
      }
    }
    assertThat(sts.callers()).containsExactly("role", "process");
  }

  @Test
  void principalId_stsRefuses_isUnknownAndAskedOnce() {
    sts.refuse(403, "AccessDenied", "no");
    try (RegionalS3Clients clients = clients()) {
      for (int i = 0; i < 3; i++) {
        assertThat(clients.principalId(Destination.in("dst").build())).isNull();
      }
    }
    assertThat(sts.callers()).containsExactly("process");
  }

  @Test
  void principalId_interrupted_isAskedAgain() {
    try (RegionalS3Clients clients = clients()) {
      Thread.currentThread().interrupt();
      assertThat(clients.principalId(Destination.in("dst").build())).isNull();
      assertThat(Thread.interrupted()).isTrue();

      assertThat(clients.principalId(Destination.in("dst").build())).isEqualTo("process");
    }
  }

  @Test
  void principalId_anotherStore_isNotAskedOfAws() {
    FakeS3 s3 = FakeS3.start();
    try (RegionalS3Clients clients =
        RegionalS3Clients.builder()
            .accessKey("process", "not-a-secret")
            .defaultRegion("us-east-1")
            .endpoint(URI.create(s3.endpoint().toString()))
            .build()) {
      assertThat(clients.principalId(Destination.in("dst").build())).isNull();
    } finally {
      s3.close();
    }
  }
}
