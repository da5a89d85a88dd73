package io.github.s3sync.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

/** Checks every known shape of a notification. */
class EventShapesTest {

  private final EventReader reader = new EventReader();

  private ObjectEvent only(String file) {
    Notification notification = reader.read(Bodies.file(file));
    assertThat(notification.malformed()).isEmpty();
    assertThat(notification.setUpMessages()).isZero();
    assertThat(notification.events()).hasSize(1);
    return notification.events().get(0);
  }

  @Test
  void read_originsDocument_isACreatedEvent() {
    assertThat(only("s3-put-origin.json"))
        .isEqualTo(
            ObjectEvent.builder(EventSource.S3, EventKind.CREATED, "example-bucket", "test/key")
                .name("ObjectCreated:Put")
                .sizeBytes(1024L)
                .eTag("0123456789abcdef0123456789abcdef")
                .sequencer("0A1B2C3D4E5F678901")
                .time(Instant.EPOCH)
                .region("ap-northeast-2")
                .requester("EXAMPLE")
                .build());
  }

  @Test
  void read_version21WithoutVersionId_hasNoVersionId() {
    ObjectEvent event = only("s3-2.1.json");

    assertThat(event.rawKey()).isEqualTo("in/caf%C3%A9+%2B+menu.txt");
    assertThat(event.versionId()).isNull();
    assertThat(event.time()).isEqualTo("2026-09-01T10:20:30.123Z");
  }

  @Test
  void read_version24WithUnknownFields_ignoresThem() {
    ObjectEvent event = only("s3-2.4.json");

    assertThat(event.kind()).isEqualTo(EventKind.CREATED);
    assertThat(event.sizeBytes()).isEqualTo(5_368_709_121L);
    assertThat(event.eTag()).isEqualTo("9b2cf535f27731c974343645a3985328-2");
  }

  @Test
  void read_version26WithUnknownFields_ignoresThem() {
    ObjectEvent event = only("s3-2.6.json");

    assertThat(event.bucket()).isEqualTo("src-bucket");
    assertThat(event.versionId()).isEqualTo("vAbC.123_x");
    assertThat(event.requester()).isEqualTo("AWS:AROAEXAMPLE:writer");
  }

  @Test
  void read_deleteMarker_isRemovedAndHasNoSizeAndETag() {
    ObjectEvent event = only("s3-delete-marker.json");

    assertThat(event.kind()).isEqualTo(EventKind.REMOVED);
    assertThat(event.isDeleteMarker()).isTrue();
    assertThat(event.sizeBytes()).isNull();
    assertThat(event.eTag()).isNull();
  }

  @Test
  void read_restoreCompleted_isRestored() {
    assertThat(only("s3-restore-completed.json").kind()).isEqualTo(EventKind.RESTORED);
  }

  @Test
  void read_snsEnvelope_isTheEventInside() {
    assertThat(only("sns-envelope.json").rawKey()).isEqualTo("in/caf%C3%A9+%2B+menu.txt");
  }

  @Test
  void read_snsToLambda_isTheEventInside() {
    assertThat(only("sns-to-lambda.json").rawKey()).isEqualTo("in/caf%C3%A9+%2B+menu.txt");
  }

  @Test
  void read_sqsAroundSnsAroundS3_isTheEventInside() {
    assertThat(only("sqs-to-lambda-sns.json").rawKey()).isEqualTo("in/caf%C3%A9+%2B+menu.txt");
  }

  @Test
  void read_eventBridgeCreated_keepsTheKeyAsStored() {
    assertThat(only("eventbridge-created.json"))
        .isEqualTo(
            ObjectEvent.builder(
                    EventSource.EVENT_BRIDGE, EventKind.CREATED, "src-bucket", "in/café + 100%.txt")
                .sizeBytes(1024L)
                .eTag("d41d8cd98f00b204e9800998ecf8427e")
                .versionId("vAbC.123_x")
                .sequencer("0064d3901d00059242")
                .time(Instant.parse("2026-09-01T10:20:30Z"))
                .region("eu-west-1")
                .requester("444455556666")
                .id("6a7e8feb-b491-4cf7-a9f1-bf3703467718")
                .build());
  }

  @Test
  void read_eventBridgeDeleted_isRemoved() {
    ObjectEvent event = only("eventbridge-deleted.json");

    assertThat(event.kind()).isEqualTo(EventKind.REMOVED);
    assertThat(event.name()).isEqualTo("Object Deleted (Delete Marker Created)");
    assertThat(event.isDeleteMarker()).isTrue();
    assertThat(event.sizeBytes()).isNull();
  }

  @Test
  void read_eventBridgeTagsAdded_isOther() {
    assertThat(only("eventbridge-tags-added.json").kind()).isEqualTo(EventKind.OTHER);
  }

  @Test
  void read_batch10_takesTheBucketFromTheEndOfTheArn() {
    Notification notification = reader.read(Bodies.file("batch-1.0.json"));

    assertThat(notification.events()).extracting(ObjectEvent::id).containsExactly("T1", "T2");
    assertThat(notification.events())
        .extracting(ObjectEvent::bucket)
        .containsExactly("src-bucket", "src-bucket");
    assertThat(notification.events())
        .extracting(ObjectEvent::versionId)
        .containsExactly(null, "v2");
    assertThat(notification.events().get(0).rawKey()).isEqualTo("in/caf%C3%A9+%2B.txt");
  }

  @Test
  void read_batch20_takesTheBucketByName() {
    ObjectEvent event = only("batch-2.0.json");

    assertThat(event.source()).isEqualTo(EventSource.S3_BATCH);
    assertThat(event.bucket()).isEqualTo("src-bucket");
  }

  @Test
  void read_minioEmptyObject_hasNoSize() {
    ObjectEvent event = only("minio-empty-object.json");

    assertThat(event.source()).isEqualTo(EventSource.MINIO);
    assertThat(event.kind()).isEqualTo(EventKind.CREATED);
    assertThat(event.name()).isEqualTo("ObjectCreated:Put");
    assertThat(event.sizeBytes()).isNull();
    assertThat(event.region()).isNull();
    assertThat(event.rawKey()).isEqualTo("in%2Fempty+%2B+file.txt");
  }

  @Test
  void read_minioPutTagging_isNoCreation() {
    assertThat(only("minio-put-tagging.json").kind()).isEqualTo(EventKind.OTHER);
  }

  @Test
  void read_ceph_isReadDespiteItsSpellings() {
    ObjectEvent event = only("ceph-put.json");

    assertThat(event.source()).isEqualTo(EventSource.CEPH);
    assertThat(event.rawKey()).isEqualTo("in/demo_Micheal Phillips_100%+.jpeg");
    assertThat(event.eTag()).isEqualTo("37b51d194a7513e45b56f6524f2d51f2");
    assertThat(event.versionId()).isNull();
    assertThat(event.time()).isEqualTo("2021-02-19T02:03:08.330496Z");
    assertThat(event.region()).isNull();
  }

  @Test
  void read_testEvent_isASetUpMessage() {
    assertThat(reader.read(Bodies.file("s3-test-event.json")).setUpMessages()).isEqualTo(1);
  }

  @Test
  void read_subscriptionConfirmation_isASetUpMessage() {
    Notification notification = reader.read(Bodies.file("sns-subscription-confirmation.json"));

    assertThat(notification.setUpMessages()).isEqualTo(1);
    assertThat(notification.events()).isEmpty();
  }
}
