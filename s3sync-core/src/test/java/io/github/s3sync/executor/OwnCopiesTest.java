package io.github.s3sync.executor;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.s3sync.client.RegionalS3Clients;
import io.github.s3sync.client.S3Clients;
import io.github.s3sync.destination.Destination;
import io.github.s3sync.destination.Role;
import io.github.s3sync.event.EventKind;
import io.github.s3sync.event.EventSource;
import io.github.s3sync.event.ObjectEvent;
import io.github.s3sync.key.ObjectRef;
import io.github.s3sync.option.CopyOptions;
import io.github.s3sync.plan.CopyPlan;
import io.github.s3sync.rule.CopyRule;
import io.github.s3sync.testing.FakeS3;
import io.github.s3sync.testing.StsServer;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.s3.S3Client;

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

  private static final Destination THERE = Destination.in("dst").build();
  private static final Destination BACK = Destination.in("src").build();

  /** Returns the plan of an event, for a two-way rule whose reverse may be known. */
  private static CopyPlan plan(
      EventSource sender, @Nullable String requester, List<Destination> returnRoutes) {
    ObjectEvent event =
        ObjectEvent.builder(sender, EventKind.CREATED, "src", "k").requester(requester).build();
    CopyRule rule =
        CopyRule.named("r")
            .from("src")
            .to(THERE)
            .options(CopyOptions.builder().twoWay(true).build())
            .build();
    return new CopyPlan(
        event, rule, THERE, new ObjectRef("src", "k"), new ObjectRef("dst", "k"), returnRoutes);
  }

  /** Returns clients whose principals are known for these destinations. */
  private static S3Clients knowing(Map<Destination, String> principals) {
    return new S3Clients() {
      @Override
      public S3Client source(CopyPlan plan) {
        throw new AssertionError("no request is made");
      }

      @Override
      public S3Client destination(CopyPlan plan) {
        throw new AssertionError("no request is made");
      }

      @Override
      public @Nullable String principalId(Destination destination) {
        return principals.get(destination);
      }
    };
  }

  @Test
  void isOwnCopy_principalOfTheReverseRule_only() {
    S3Clients both = knowing(Map.of(THERE, "AROATHERE:s", BACK, "AROABACK:s"));

    assertThat(OwnCopies.isOwnCopy(plan(EventSource.S3, "AWS:AROABACK:x", List.of(BACK)), both))
        .isTrue();
    assertThat(OwnCopies.isOwnCopy(plan(EventSource.S3, "AWS:AROATHERE:s", List.of(BACK)), both))
        .isFalse();
    assertThat(OwnCopies.isOwnCopy(plan(EventSource.S3, "AWS:AROABACK:x", List.of()), both))
        .isFalse();
    assertThat(OwnCopies.isOwnCopy(plan(EventSource.S3, null, List.of(BACK)), both)).isFalse();
    assertThat(
            OwnCopies.isOwnCopy(
                plan(EventSource.EVENT_BRIDGE, "AWS:AROABACK:x", List.of(BACK)), both))
        .isFalse();
  }

  /** An event that is left to the other side must not be skipped there. */
  @Test
  void isOwnCopy_principalOfOneSideIsUnknown_isFalse() {
    CopyPlan plan = plan(EventSource.S3, "AWS:AROABACK:x", List.of(BACK));

    assertThat(OwnCopies.isOwnCopy(plan, knowing(Map.of(BACK, "AROABACK:s")))).isFalse();
    assertThat(OwnCopies.canIdentify(plan, knowing(Map.of(BACK, "AROABACK:s")))).isFalse();
    assertThat(OwnCopies.canIdentify(plan, knowing(Map.of(THERE, "AROATHERE:s")))).isFalse();
    assertThat(OwnCopies.mightIdentify(plan)).isTrue();
    assertThat(OwnCopies.mightIdentify(plan(EventSource.S3, "AWS:AROABACK:x", List.of())))
        .isFalse();
    assertThat(OwnCopies.mightIdentify(plan(EventSource.S3, null, List.of(BACK)))).isFalse();
  }
}
