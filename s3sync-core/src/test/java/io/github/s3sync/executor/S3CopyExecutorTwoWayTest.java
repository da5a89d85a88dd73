package io.github.s3sync.executor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.s3sync.client.S3Clients;
import io.github.s3sync.copy.CopyException;
import io.github.s3sync.copy.CopyExecutor;
import io.github.s3sync.copy.CopyReceipt;
import io.github.s3sync.copy.CopyResult;
import io.github.s3sync.copy.Deadline;
import io.github.s3sync.copy.DeleteReceipt;
import io.github.s3sync.copy.ForwardingCopyExecutor;
import io.github.s3sync.destination.Destination;
import io.github.s3sync.event.EventSource;
import io.github.s3sync.event.ObjectEvent;
import io.github.s3sync.plan.CopyPlan;
import io.github.s3sync.plan.FailureReason;
import io.github.s3sync.plan.SkipReason;
import io.github.s3sync.request.Provenance;
import io.github.s3sync.testing.Fault;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;

/**
 * Checks single copies of two-way rules: their lookups, and the cases in which they do not copy.
 */
class S3CopyExecutorTwoWayTest {

  private static final Duration LONG = Duration.ofMinutes(1);

  private final CopyFixture with = new CopyFixture();

  @BeforeEach
  void twoWay() {
    with.options.twoWay(true);
  }

  @AfterEach
  void stop() {
    with.close();
  }

  private void assertNotNeeded(CopyResult result, SkipReason reason, int requests) {
    assertThat(result).isEqualTo(new CopyResult.NotNeeded(reason, requests));
  }

  /** Returns the same event, at another time and by another principal. */
  private static ObjectEvent at(ObjectEvent event, Instant time, @Nullable String principal) {
    return ObjectEvent.builder(
            principal == null ? EventSource.EVENT_BRIDGE : EventSource.S3,
            event.kind(),
            event.bucket(),
            event.rawKey())
        .name(event.name())
        .sizeBytes(event.sizeBytes())
        .eTag(event.eTag())
        .versionId(event.versionId())
        .time(time)
        .requester(principal)
        .build();
  }

  private static Instant before() {
    return Instant.now().minus(LONG);
  }

  private static Instant after() {
    return Instant.now().plus(LONG);
  }

  /** Returns the plan of a set of rules that also contains the reverse rule. */
  private CopyPlan withWayBack(ObjectEvent event) {
    CopyPlan plan = with.plan(event, "src");
    return new CopyPlan(
        plan.event(),
        plan.rule(),
        plan.destination(),
        plan.source(),
        plan.replica(),
        List.of(Destination.in("src").build()));
  }

  @Test
  void execute_noReplica_looksBeforeAndAfter() {
    with.asAmazonS3();
    ObjectEvent event = with.putSmall("v1");

    assertThat(with.execute(event)).isInstanceOf(CopyReceipt.class);
    assertThat(with.s3.operations())
        .containsExactly("HeadObject", "HeadObject", "CopyObject", "HeadObject");
    assertThat(with.executor().requests(with.plan(event, "src"))).isEqualTo(with.s3.operations());
  }

  @Test
  void execute_replicaOfAnotherSize_looksBeforeAndAfter() {
    with.asAmazonS3();
    with.put("dst", "k", "something else");
    ObjectEvent event = with.putSmall("v1");

    assertThat(with.execute(event)).isInstanceOf(CopyReceipt.class);
    assertThat(with.s3.operations())
        .containsExactly("HeadObject", "HeadObject", "CopyObject", "HeadObject");
  }

  @Test
  void execute_replicaIsEqual_isLeftAlone() {
    with.put("dst", "k", "v1");

    assertNotNeeded(with.execute(with.putSmall("v1")), SkipReason.ALREADY_CURRENT, 4);
  }

  @Test
  void execute_replicaDiffersInOneProperty_isCopied() {
    with.s3
        .client()
        .putObject(
            r -> r.bucket("dst").key("k").cacheControl("no-store"), RequestBody.fromString("v1"));

    assertThat(with.execute(with.putSmall("v1"))).isInstanceOf(CopyReceipt.class);
    assertNotNeeded(with.execute(with.head(2)), SkipReason.ALREADY_CURRENT, 4);
  }

  @Test
  void execute_tags_areReadOnlyWhereThereAreSome() {
    with.s3
        .client()
        .putObject(r -> r.bucket("dst").key("k").tagging("a=1"), RequestBody.fromString("v1"));

    assertThat(with.execute(with.putSmall("v1"))).isInstanceOf(CopyReceipt.class);
    assertThat(with.s3.bucket("dst").tags("k")).isEmpty();

    for (String bucket : List.of("src", "dst")) {
      with.s3
          .client()
          .putObject(
              r -> r.bucket(bucket).key("k").tagging("a=1&b=2"), RequestBody.fromString("v1"));
    }
    assertNotNeeded(with.execute(with.head(2)), SkipReason.ALREADY_CURRENT, 4);

    with.options.tags(false);
    assertNotNeeded(with.execute(with.head(2)), SkipReason.ALREADY_CURRENT, 2);
  }

  @Test
  void execute_tagsOfTheReplicaMayNotBeRead_failsAndDoesNotLoop() {
    with.put("src", "k", "v1");
    with.s3
        .client()
        .putObject(r -> r.bucket("src").key("k").tagging("a=1"), RequestBody.fromString("v1"));
    with.execute(with.head(2));
    with.s3.deny("test", "s3:GetObjectTagging", "dst");

    assertThat(with.failure(with.head(2)).reason()).isEqualTo(FailureReason.ACCESS_DENIED);
  }

  @Test
  void execute_tagsOfTheReplicaAreAnsweredByNothing_failsAndIsNotTakenForEqual() {
    with.s3
        .client()
        .putObject(r -> r.bucket("dst").key("k").tagging("a=1"), RequestBody.fromString("v1"));
    ObjectEvent event = with.putSmall("v1");
    with.s3.always("GetObjectTagging", Fault.empty200());

    assertThat(with.failure(event).reason()).isEqualTo(FailureReason.NO_ANSWER);
  }

  @Test
  void execute_keptStorageClassDiffers_isCopied() {
    with.put("dst", "k", "v1");
    with.s3
        .client()
        .putObject(
            r -> r.bucket("src").key("k").storageClass("STANDARD_IA"),
            RequestBody.fromString("v1"));

    assertNotNeeded(with.execute(with.head(2)), SkipReason.ALREADY_CURRENT, 4);
    with.options.keepStorageClass(true);
    assertThat(with.execute(with.head(2))).isInstanceOf(CopyReceipt.class);
    assertNotNeeded(with.execute(with.head(2)), SkipReason.ALREADY_CURRENT, 4);
  }

  @Test
  void execute_replicaWrittenAfterTheEvent_comesBackByItself() {
    ObjectEvent event = with.putSmall("v1");
    with.put("dst", "k", "v2, written there");

    assertNotNeeded(with.execute(at(event, before(), null)), SkipReason.REPLICA_NEWER, 2);
    assertThat(with.execute(at(event, after(), null))).isInstanceOf(CopyReceipt.class);
    assertThat(with.replica()).isEqualTo("v1");
  }

  @Test
  void execute_othersAreKnownFromOurs_noReplicaIsLeftToItsOwnEvent() {
    ObjectEvent event = with.putSmall("v1");
    with.put("dst", "k", "v2, written there");

    CopyPlan plan = withWayBack(at(event, before(), "AWS:AIDAUSER"));
    assertThat(executor("src", "dst").execute(plan, Deadline.none()))
        .isInstanceOf(CopyReceipt.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "src", "dst"})
  void execute_whoWritesEitherSideIsNotKnown_theEchoDoesNotUndoWhatIsNewer(String known) {
    ObjectEvent echo = with.putSmall("v1, copied from there");
    with.put("dst", "k", "v2, written there");

    CopyPlan plan = withWayBack(at(echo, before(), "AWS:AIDAOURS"));
    CopyExecutor executor = executor(known);
    assertNotNeeded(executor.execute(plan, Deadline.none()), SkipReason.REPLICA_NEWER, 2);
  }

  /** Returns an executor that knows the principals that write some buckets. */
  private CopyExecutor executor(String... known) {
    S3Clients clients = S3Clients.of(with.s3.client());
    return S3CopyExecutor.builder(
            new S3Clients() {
              @Override
              public S3Client source(CopyPlan plan) {
                return clients.source(plan);
              }

              @Override
              public S3Client destination(CopyPlan plan) {
                return clients.destination(plan);
              }

              @Override
              public @Nullable String principalId(Destination to) {
                return List.of(known).contains(to.bucket()) ? "AIDAOURS" : null;
              }
            })
        .build();
  }

  @Test
  void execute_sourceChangesDuringAQuickCopy_looksAgain() {
    ObjectEvent event = with.putSmall("v1");
    with.asAmazonS3();
    with.s3.onNext("CopyObject", Fault.after(() -> with.put("src", "k", "v2")));

    assertThat(with.execute(event)).isInstanceOf(CopyReceipt.class);
    // The replica that was just written is not looked up.
    assertThat(with.s3.operations())
        .containsSubsequence("CopyObject", "HeadObject", "CopyObject", "HeadObject")
        .filteredOn("HeadObject"::equals)
        .hasSize(4);
    assertThat(with.replica()).isEqualTo("v2");
  }

  /** Only a reported delete of the source deletes an object that is not its replica. */
  @Test
  void execute_sourceIsGoneButNoDeleteIsReported_keepsWhatAUserWrote() {
    with.options.unattributedDeletes(true);
    with.put("dst", "k", "written there");
    with.removed(); // from here on the rule deletes
    ObjectEvent created = at(with.event("k", 2L, null), after(), null);

    assertThat(with.execute(created))
        .isInstanceOfSatisfying(
            CopyResult.NotNeeded.class,
            skipped -> assertThat(skipped.reason()).isEqualTo(SkipReason.SOURCE_GONE));
    assertThat(with.replica()).isEqualTo("written there");
  }

  /** Other processes may take the copy for a user's write until the source was looked up again. */
  @ParameterizedTest
  @CsvSource({
    "true, 2, 503, true, 3",
    "true, 3, 503, false, 3",
    "true, 1, 403, false, 1",
    "false, 1, 503, false, 1"
  })
  void execute_lookupAfterTheCopyFails_isRetriedTwiceUnderTwoWayRules(
      boolean twoWay, int failures, int status, boolean copied, int lookups) {
    with.options.twoWay(twoWay).recheckAfter(Duration.ZERO);
    ObjectEvent event = with.asAmazonS3().putSmall("v1");
    with.s3.onNext(
        "CopyObject",
        Fault.after(
            () -> with.s3.onNext("HeadObject", failures, Fault.error(status, "FailureOfATest"))));

    if (copied) {
      assertThat(with.execute(event)).isInstanceOf(CopyReceipt.class);
    } else {
      assertThat(with.failure(event)).isNotNull();
    }
    List<String> operations = with.s3.operations();
    assertThat(operations.subList(operations.indexOf("CopyObject"), operations.size()))
        .filteredOn("HeadObject"::equals)
        .hasSize(lookups);
  }

  /** Only S3 dates an object by the start of its write, so only there the time can be compared. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void execute_provenance_containsTheTimeOnlyInS3(boolean inS3) {
    ObjectEvent event = (inS3 ? with.asAmazonS3() : with).putSmall("v1");
    with.execute(event);

    HeadObjectResponse replica = with.s3.client().headObject(r -> r.bucket("dst").key("k"));
    String value = Objects.requireNonNull(replica.metadata().get(Provenance.KEY));
    String time = value.substring(value.lastIndexOf('.') + 1);
    if (inS3) {
      Instant written = Instant.ofEpochSecond(Long.parseLong(time, Character.MAX_RADIX));
      assertThat(written).isBetween(replica.lastModified().minus(LONG), replica.lastModified());
    } else {
      assertThat(time).isEmpty();
    }
  }

  @Test
  void execute_bothAreGone_isDone() {
    assertNotNeeded(with.execute(with.removed()), SkipReason.REPLICA_GONE, 3);
    assertThat(with.s3.operations()).doesNotContain("DeleteObject");
  }

  @Test
  void execute_deletedBeforeTheReplicaWasWritten_keepsTheReplica() {
    with.put("dst", "k", "written there");
    with.options.unattributedDeletes(true);
    ObjectEvent delete = with.removed();

    assertNotNeeded(with.execute(at(delete, before(), null)), SkipReason.REPLICA_NEWER, 3);
    assertThat(with.execute(at(delete, after(), null))).isInstanceOf(DeleteReceipt.class);
    assertThat(with.hasReplica()).isFalse();
  }

  /** The event may be caused by our own delete, and a user may have written the object since. */
  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      value = {
        "-, src dst, NOT_SUPPORTED, event notifications of S3",
        "AWS:AIDAUSER, -, CREDENTIALS, s3sync cannot determine its own principal from STS",
        "AWS:AIDAUSER, src, CREDENTIALS, s3sync cannot determine its own principal from STS",
        "AWS:AIDAOURS, dst, CREDENTIALS, s3sync cannot determine its own principal from STS",
      })
  void execute_deleteThatMayBeOurs_failsAndKeepsWhatAUserWrote(
      @Nullable String principal, @Nullable String known, FailureReason reason, String message) {
    with.put("dst", "k", "written there");
    CopyPlan plan = withWayBack(at(with.removed(), after(), principal));
    CopyExecutor executor = executor(known == null ? new String[0] : known.split(" "));

    assertThatThrownBy(() -> executor.execute(plan, Deadline.none()))
        .isInstanceOfSatisfying(CopyException.class, e -> assertThat(e.reason()).isEqualTo(reason))
        .hasMessageContaining("s3://dst/k was not deleted")
        .hasMessageContaining(message)
        .hasMessageContaining("unattributedDeletes");
    assertThat(with.replica()).isEqualTo("written there");
  }

  @Test
  void execute_deleteWithoutAWayBack_failsForGood() {
    with.put("dst", "k", "written there");
    CopyPlan plan = with.plan(at(with.removed(), after(), "AWS:AIDAUSER"), "src");

    assertThatThrownBy(() -> executor("src", "dst").execute(plan, Deadline.none()))
        .isInstanceOfSatisfying(
            CopyException.class, e -> assertThat(e.reason()).isEqualTo(FailureReason.NOT_SUPPORTED))
        .hasMessageContaining("both directions in one deployment");
    assertThat(with.hasReplica()).isTrue();
  }

  @Test
  void execute_deleteByAUserWhoIsKnown_deletesWhatAUserWrote() {
    with.put("dst", "k", "written there");
    CopyPlan plan = withWayBack(at(with.removed(), after(), "AWS:AIDAUSER"));

    assertThat(executor("src", "dst").execute(plan, Deadline.none()))
        .isInstanceOf(DeleteReceipt.class);
  }

  /** The delete is not in doubt: the replica carries its provenance. */
  @Test
  void execute_deleteByNobodyKnown_deletesTheReplicaOfWhatWasDeleted() {
    with.execute(with.putSmall("v1"));
    with.deleteSource();

    assertThat(with.execute(at(with.removed(), after(), null))).isInstanceOf(DeleteReceipt.class);
  }

  @Test
  void requests_delete_looksAtTheReplica() {
    with.put("dst", "k", "v1");
    with.options.unattributedDeletes(true);
    ObjectEvent delete = with.removed();
    with.s3.clearRequests();

    assertThat(with.execute(delete)).isInstanceOf(DeleteReceipt.class);
    assertThat(with.executor().requests(with.plan(delete, "src"))).isEqualTo(with.s3.operations());
  }

  @Test
  void execute_oneClientForEverything_doesNotKnowOwnCopies() {
    ObjectEvent event = at(with.putSmall("v1"), after(), "AWS:AIDAUSER");

    assertThat(with.executor().execute(withWayBack(event), Deadline.none()))
        .isInstanceOf(CopyReceipt.class);
  }

  /** Called by the façade, directly or through a decorator. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void execute_echoOfOurOwnCopy_isLeftAloneUnseen(boolean decorated) {
    ObjectEvent echo = with.putSmall("v1, copied from there");
    with.put("dst", "k", "v2, written there");
    with.s3.clearRequests();

    CopyPlan plan = withWayBack(at(echo, before(), "AWS:AIDAOURS"));
    CopyExecutor executor = executor("src", "dst");
    if (decorated) {
      executor = new ForwardingCopyExecutor(executor) {};
    }
    assertNotNeeded(executor.execute(plan, Deadline.none()), SkipReason.OWN_COPY, 0);
    assertThat(with.s3.operations()).isEmpty();
    assertThat(with.replica()).isEqualTo("v2, written there");
  }
}
