package io.github.s3sync.executor;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.s3sync.S3Sync;
import io.github.s3sync.copy.CopyExecutor;
import io.github.s3sync.copy.CopyReceipt;
import io.github.s3sync.copy.CopyResult;
import io.github.s3sync.copy.Deadline;
import io.github.s3sync.destination.Destination;
import io.github.s3sync.event.EventKind;
import io.github.s3sync.event.EventSource;
import io.github.s3sync.event.ObjectEvent;
import io.github.s3sync.key.ObjectRef;
import io.github.s3sync.option.CopyOptions;
import io.github.s3sync.outcome.CopyOutcome;
import io.github.s3sync.outcome.OutcomeListener;
import io.github.s3sync.outcome.SyncReport;
import io.github.s3sync.pattern.KeyMapper;
import io.github.s3sync.plan.CopyPlan;
import io.github.s3sync.plan.SkipReason;
import io.github.s3sync.request.Provenance;
import io.github.s3sync.request.Source;
import io.github.s3sync.rule.CopyRule;
import io.github.s3sync.testing.FakeS3;
import io.github.s3sync.testing.Fault;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.MetadataDirective;

/** Checks the events of our own copies on EventBridge, while a user writes on one side only. */
class TwoWayEchoTest {

  private final FakeS3 s3 = FakeS3.start();

  @BeforeEach
  void buckets() {
    s3.minimumPartBytes(CopyFixture.PART);
    s3.createBucket("one");
    s3.createBucket("two");
  }

  @AfterEach
  void stop() {
    s3.close();
  }

  private S3Sync process(CopyPath path) {
    CopyOptions options = CopyOptions.builder().twoWay(true).transfer(path.transfer()).build();
    return S3Sync.builder()
        .rules(
            CopyRule.named("there")
                .from("one")
                .to("two", KeyMapper.under("copy/"))
                .options(options)
                .build(),
            CopyRule.named("back")
                .from("two")
                .prefix("copy/")
                .to("one", KeyMapper.replacePrefix("copy/", ""))
                .options(options)
                .build())
        .executor(path.executor(s3.client()))
        .listener(OutcomeListener.none())
        .build();
  }

  private void put(CopyPath path, String version) {
    byte[] content = path.content();
    content[0] = (byte) version.hashCode();
    s3.client()
        .putObject(
            r ->
                r.bucket("one")
                    .key("k")
                    .contentType("text/plain")
                    .cacheControl("no-cache")
                    .expires(Instant.parse("2030-01-01T00:00:00Z"))
                    .metadata(Map.of("version", version))
                    .tagging("version=" + version),
            RequestBody.fromBytes(content));
  }

  private HeadObjectResponse head(String bucket, String key) {
    return s3.client().headObject(r -> r.bucket(bucket).key(key));
  }

  /** Returns the event of the current object as EventBridge sends it. */
  private ObjectEvent event(String bucket, String key) {
    HeadObjectResponse head = head(bucket, key);
    return ObjectEvent.builder(EventSource.EVENT_BRIDGE, EventKind.CREATED, bucket, key)
        .sizeBytes(head.contentLength())
        .eTag(Source.unquoted(head.eTag()))
        .versionId(head.versionId())
        .time(Instant.now())
        .requester("111122223333")
        .build();
  }

  private static CopyOutcome handle(S3Sync sync, ObjectEvent event) {
    SyncReport report = sync.handle(List.of(event), Deadline.none());
    assertThat(report.failed()).isEmpty();
    return report.outcomes().get(0);
  }

  private static void assertSkipped(CopyOutcome outcome, SkipReason reason) {
    assertThat(outcome).isInstanceOf(CopyOutcome.Skipped.class);
    assertThat(((CopyOutcome.Skipped) outcome).reason()).isEqualTo(reason);
  }

  @ParameterizedTest
  @EnumSource
  void handle_echoOfAnOlderCopy_isLeftAloneByEachWay(CopyPath path) {
    S3Sync sync = process(path);
    put(path, "1");
    assertThat(handle(sync, event("one", "k"))).isInstanceOf(CopyOutcome.Copied.class);
    ObjectEvent echo = event("two", "copy/k");
    assertSkipped(handle(sync, echo), SkipReason.ALREADY_CURRENT);

    put(path, "2");
    assertSkipped(handle(sync, echo), SkipReason.OWN_COPY);
    assertThat(head("one", "k").metadata()).containsEntry("version", "2");

    assertThat(handle(sync, event("one", "k"))).isInstanceOf(CopyOutcome.Copied.class);
    assertSkipped(handle(sync, event("two", "copy/k")), SkipReason.ALREADY_CURRENT);
    assertSkipped(handle(sync, event("one", "k")), SkipReason.ALREADY_CURRENT);
    assertThat(s3.sameContent("one", "k", "two", "copy/k")).isTrue();
  }

  /** A replica differs from its source by one key of the metadata, in either transfer mode. */
  @ParameterizedTest
  @EnumSource
  void handle_copy_hasAllPropertiesOfItsSource(CopyPath path) {
    put(path, "1");
    handle(process(path), event("one", "k"));

    HeadObjectResponse source = head("one", "k");
    HeadObjectResponse replica = head("two", "copy/k");
    assertThat(Source.of(source).hasPropertiesOf(replica)).isTrue();
    assertThat(replica.expiresString()).isEqualTo(source.expiresString()).isNotNull();
    assertThat(source.metadata()).doesNotContainKey(Provenance.KEY);
    assertThat(replica.metadata()).hasSize(2).containsKey(Provenance.KEY);
    assertThat(s3.bucket("two").tags("copy/k")).containsExactly(Map.entry("version", "1"));
  }

  /** A deleted source is not restored from its replica. */
  @ParameterizedTest
  @EnumSource
  void handle_echoAfterTheOriginalWasDeleted_doesNotBringItBack(CopyPath path) {
    S3Sync sync = process(path);
    put(path, "1");
    handle(sync, event("one", "k"));
    s3.client().deleteObject(r -> r.bucket("one").key("k"));

    assertSkipped(handle(sync, event("two", "copy/k")), SkipReason.OWN_COPY);
    assertThat(s3.bucket("one").keys()).isEmpty();
  }

  /** A lost side is restored from its replicas by requests for copies. */
  @ParameterizedTest
  @EnumSource
  void handle_backfillOfReplicasWhoseOriginalsWereLost_copiesThem(CopyPath path) {
    S3Sync sync = process(path);
    put(path, "1");
    handle(sync, event("one", "k"));
    s3.client().deleteObject(r -> r.bucket("one").key("k"));

    assertSkipped(handle(sync, event("two", "copy/k")), SkipReason.OWN_COPY);
    assertThat(handle(sync, ObjectEvent.created("two", "copy/k")))
        .isInstanceOf(CopyOutcome.Copied.class);
    assertThat(head("one", "k").metadata()).containsEntry("version", "1");
    assertSkipped(handle(sync, ObjectEvent.created("two", "copy/k")), SkipReason.ALREADY_CURRENT);

    s3.client().deleteObject(r -> r.bucket("one").key("k"));
    assertThat(handle(sync, batchTask("two", "copy/k"))).isInstanceOf(CopyOutcome.Copied.class);
    assertThat(s3.sameContent("one", "k", "two", "copy/k")).isTrue();

    s3.client().deleteObject(r -> r.bucket("one").key("k"));
    ObjectEvent withTime = ObjectEvent.created("two", "copy/k", Instant.EPOCH);
    assertThat(handle(sync, withTime)).isInstanceOf(CopyOutcome.Copied.class);
    s3.client().putObject(r -> r.bucket("two").key("copy/k"), RequestBody.fromString("2"));
    assertThat(handle(sync, withTime)).isInstanceOf(CopyOutcome.Copied.class);
    assertThat(s3.sameContent("one", "k", "two", "copy/k")).isTrue();
  }

  /**
   * A copy still exists, its original is gone, and an event reports a delete of the copy: the
   * original is restored only if no other event does it.
   */
  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      value = {
        // A version was purged, which made the copy current again.
        "ObjectRemoved:Delete, v1, -, true, true",
        // The event of a user's delete of the original follows, or has been handled.
        "ObjectRemoved:DeleteMarkerCreated, v1, -, true, false",
        "ObjectRemoved:Delete, -, -, true, false",
        "ObjectCreated:Copy, v1, AWS:AIDAUSER, true, false",
        "ObjectCreated:Copy, -, AWS:AIDAUSER, true, false",
        // The event may be that of our own delete, which the other direction skips.
        "ObjectRemoved:Delete, -, AWS:AIDAUSER, true, true",
        "ObjectRemoved:DeleteMarkerCreated, v1, AWS:AIDAUSER, true, true",
        // Nothing skips it, because no rule has the other direction.
        "ObjectRemoved:Delete, -, AWS:AIDAUSER, false, false",
        "ObjectRemoved:DeleteMarkerCreated, v1, AWS:AIDAUSER, false, false",
      })
  void handle_deleteOfACopyThatExists_restoresTheOriginalOnlyIfNothingElseDoes(
      String name,
      @Nullable String versionId,
      @Nullable String requester,
      boolean wayBack,
      boolean restored) {
    S3Sync both = process(CopyPath.SINGLE);
    put(CopyPath.SINGLE, "1");
    handle(both, event("one", "k"));
    s3.client().deleteObject(r -> r.bucket("one").key("k"));
    EventKind kind = name.contains("Removed") ? EventKind.REMOVED : EventKind.CREATED;
    ObjectEvent event =
        ObjectEvent.builder(EventSource.S3, kind, "two", "copy/k")
            .name(name)
            .versionId(versionId)
            .requester(requester)
            .time(Instant.now())
            .build();
    CopyPlan plan = planBack(event, wayBack);

    CopyResult result = CopyPath.SINGLE.executor(s3.client()).execute(plan, Deadline.none());

    assertThat(result instanceof CopyReceipt).as(result.toString()).isEqualTo(restored);
    assertThat(s3.bucket("one").keys()).hasSize(restored ? 1 : 0);
    if (!restored) {
      assertThat(((CopyResult.NotNeeded) result).reason()).isEqualTo(SkipReason.OWN_COPY);
    }
  }

  /**
   * A late copy restores the source from its replica, while an execution deletes the replica
   * because the source was gone. No other event restores the replica, so the execution does.
   */
  @Test
  void handle_sourceIsRestoredFromTheReplicaThatIsBeingDeleted_replicaIsRestoredToo() {
    CopyExecutor executor = CopyPath.SINGLE.executor(s3.client());
    put(CopyPath.SINGLE, "1");
    s3.client()
        .copyObject(
            r ->
                r.sourceBucket("one")
                    .sourceKey("k")
                    .destinationBucket("two")
                    .destinationKey("copy/k"));
    ObjectEvent late = event("two", "copy/k");
    s3.client().deleteObject(r -> r.bucket("one").key("k"));
    ObjectEvent deleted =
        ObjectEvent.builder(EventSource.S3, EventKind.REMOVED, "one", "k")
            .name("ObjectRemoved:Delete")
            .time(Instant.now().plusSeconds(60))
            .build();
    Destination to = Destination.in("two").key(KeyMapper.under("copy/")).build();
    CopyRule there =
        CopyRule.named("there")
            .from("one")
            .to(to)
            .on(EventKind.CREATED, EventKind.REMOVED)
            .options(CopyOptions.builder().twoWay(true).unattributedDeletes(true).build())
            .build();
    s3.onNext(
        "DeleteObject", Fault.first(() -> executor.execute(planBack(late, true), Deadline.none())));

    CopyResult result =
        executor.execute(
            new CopyPlan(
                deleted,
                there,
                to,
                new ObjectRef("one", "k"),
                new ObjectRef("two", "copy/k"),
                List.of(Destination.in("one").build())),
            Deadline.none());

    assertThat(result).isInstanceOf(CopyReceipt.class);
    assertThat(s3.sameContent("one", "k", "two", "copy/k")).isTrue();
  }

  private static CopyPlan planBack(ObjectEvent event, boolean wayBack) {
    Destination to = Destination.in("one").key(KeyMapper.replacePrefix("copy/", "")).build();
    CopyRule rule =
        CopyRule.named("back")
            .from("two")
            .prefix("copy/")
            .to(to)
            .on(EventKind.CREATED, EventKind.REMOVED)
            .options(CopyOptions.builder().twoWay(true).build())
            .build();
    return new CopyPlan(
        event,
        rule,
        to,
        new ObjectRef("two", "copy/k"),
        new ObjectRef("one", "k"),
        wayBack ? List.of(Destination.in("two").build()) : List.of());
  }

  private static ObjectEvent batchTask(String bucket, String key) {
    return ObjectEvent.builder(EventSource.S3_BATCH, EventKind.CREATED, bucket, key)
        .name("S3BatchOperations")
        .id("task")
        .build();
  }

  /** A user's write to a replica is copied back, whatever metadata the tool keeps. */
  @ParameterizedTest
  @EnumSource
  void handle_replicaChangedByAUserWhoKeepsItsMetadata_isCopiedBack(CopyPath path) {
    S3Sync sync = process(path);
    put(path, "1");
    handle(sync, event("one", "k"));
    Map<String, String> kept = head("two", "copy/k").metadata();
    s3.client()
        .copyObject(
            r ->
                r.sourceBucket("two")
                    .sourceKey("copy/k")
                    .destinationBucket("two")
                    .destinationKey("copy/k")
                    .metadataDirective(MetadataDirective.REPLACE)
                    .contentType("text/plain")
                    .cacheControl("no-store")
                    .metadata(kept));

    assertThat(handle(sync, event("two", "copy/k"))).isInstanceOf(CopyOutcome.Copied.class);
    assertThat(head("one", "k").cacheControl()).isEqualTo("no-store");
    assertSkipped(handle(sync, event("one", "k")), SkipReason.ALREADY_CURRENT);
  }

  /** A user's change of a value is copied back even if it only removes a header or changes case. */
  @ParameterizedTest
  @CsvSource({"version=a b,", "version=A B, no-cache", "version=ab, no-cache"})
  void handle_smallestChangeOfAReplica_isCopiedBack(String metadata, @Nullable String control) {
    S3Sync sync = process(CopyPath.SINGLE);
    put(CopyPath.SINGLE, "a b");
    handle(sync, event("one", "k"));
    Map<String, String> changed = new HashMap<>(head("two", "copy/k").metadata());
    changed.put("version", metadata.substring("version=".length()));
    s3.client()
        .copyObject(
            r ->
                r.sourceBucket("two")
                    .sourceKey("copy/k")
                    .destinationBucket("two")
                    .destinationKey("copy/k")
                    .metadataDirective(MetadataDirective.REPLACE)
                    .contentType("text/plain")
                    .cacheControl(control)
                    .expires(Instant.parse("2030-01-01T00:00:00Z"))
                    .metadata(changed));

    assertThat(handle(sync, event("two", "copy/k"))).isInstanceOf(CopyOutcome.Copied.class);
    assertThat(head("one", "k").cacheControl()).isEqualTo(control);
    assertThat(head("one", "k").metadata()).containsEntry("version", changed.get("version"));
    assertSkipped(handle(sync, event("one", "k")), SkipReason.ALREADY_CURRENT);
  }

  /** A store that drops a header is detected by the first copy with the header. */
  @ParameterizedTest
  @EnumSource
  void handle_storeThatDropsAHeader_echoUndoesNothing(CopyPath path) {
    put(path, "1");
    for (String request : List.of("CopyObject", "CreateMultipartUpload", "PutObject")) {
      s3.ignoreHeader(request, "cache-control");
    }
    assertThat(handle(process(path), event("one", "k"))).isInstanceOf(CopyOutcome.Copied.class);
    assertThat(head("two", "copy/k").cacheControl()).isNull();

    assertSkipped(handle(process(path), event("two", "copy/k")), SkipReason.ALREADY_CURRENT);
    assertThat(head("one", "k").cacheControl()).isEqualTo("no-cache");
    assertThat(s3.openUploads()).isZero();
  }

  @Test
  void handle_storeThatKeepsHeaders_isAskedOnce() {
    S3Sync sync = process(CopyPath.SINGLE);
    put(CopyPath.SINGLE, "1");
    ObjectEvent first = event("one", "k");
    s3.clearRequests();
    handle(sync, first);
    assertThat(s3.operations()).containsOnlyOnce("CopyObject");
    put(CopyPath.SINGLE, "2");
    ObjectEvent second = event("one", "k");
    s3.clearRequests();
    handle(sync, second);

    assertThat(s3.operations())
        .containsExactly(
            "HeadObject",
            "HeadObject",
            "GetObjectTagging",
            "CopyObject",
            "HeadObject",
            "HeadObject");
  }

  /** Whether a store keeps headers is not concluded from a user's object, which stays. */
  @Test
  void handle_replicaOverwrittenBeforeItsHeadersAreRead_isNotWrittenAgain() {
    put(CopyPath.SINGLE, "1");
    ObjectEvent event = event("one", "k");
    s3.clearRequests();
    s3.onNext("HeadObject", 3, Fault.delay(Duration.ZERO)); // of both sides, of what was written
    s3.onNext(
        "HeadObject",
        Fault.first(
            () ->
                s3.client()
                    .putObject(
                        r -> r.bucket("two").key("copy/k"), RequestBody.fromString("a user's"))));
    handle(process(CopyPath.SINGLE), event);

    assertThat(s3.operations()).containsOnlyOnce("CopyObject");
    assertThat(head("two", "copy/k").contentLength()).isEqualTo("a user's".length());
  }

  /** A copy of a replica at another key is a user's write, and is copied like any other object. */
  @Test
  void handle_replicaCopiedElsewhereByAUser_isCopiedFromThere() {
    S3Sync sync = process(CopyPath.SINGLE);
    put(CopyPath.SINGLE, "1");
    handle(sync, event("one", "k"));
    s3.client()
        .copyObject(
            r ->
                r.sourceBucket("two")
                    .sourceKey("copy/k")
                    .destinationBucket("two")
                    .destinationKey("copy/other"));

    assertThat(handle(sync, event("two", "copy/other"))).isInstanceOf(CopyOutcome.Copied.class);
    assertThat(head("one", "other").metadata()).containsEntry("version", "1");
  }

  /**
   * A slow copy of the first write commits after the second one, and another process receives the
   * event of the replica before the first re-checks.
   */
  @Test
  void handle_overwrittenWhileACopyEnds_keepsTheNewerWrite() {
    S3Sync slow = process(CopyPath.MULTIPART);
    S3Sync other = process(CopyPath.MULTIPART);
    put(CopyPath.MULTIPART, "1");
    ObjectEvent first = event("one", "k");
    List<ObjectEvent> later = new ArrayList<>();
    List<CopyOutcome> echoes = new ArrayList<>();
    s3.onNext(
        "CompleteMultipartUpload",
        Fault.first(
            () -> {
              put(CopyPath.MULTIPART, "2, newer");
              later.add(event("one", "k"));
            }));
    s3.onNext("HeadObject", 2, Fault.delay(Duration.ZERO)); // of both sides, before
    s3.onNext("HeadObject", Fault.delay(Duration.ZERO)); // of the event above
    s3.onNext("HeadObject", Fault.first(() -> echoes.add(handle(other, event("two", "copy/k")))));

    handle(slow, first);
    later.forEach(event -> handle(slow, event));
    handle(other, event("two", "copy/k"));

    assertThat(echoes).singleElement().satisfies(echo -> assertSkipped(echo, SkipReason.OWN_COPY));
    for (HeadObjectResponse side : List.of(head("one", "k"), head("two", "copy/k"))) {
      assertThat(side.metadata()).containsEntry("version", "2, newer");
    }
  }
}
