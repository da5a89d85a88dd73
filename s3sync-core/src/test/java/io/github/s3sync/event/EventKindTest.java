package io.github.s3sync.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EventKindTest {

  private final EventReader reader = new EventReader();

  @ParameterizedTest
  @CsvSource({
    "ObjectCreated:Put, CREATED",
    "s3:ObjectCreated:Put, CREATED",
    "ObjectCreated:Post, CREATED",
    "ObjectCreated:Copy, CREATED",
    "ObjectCreated:CompleteMultipartUpload, CREATED",
    "ObjectRestore:Completed, RESTORED",
    "ObjectRestore:Post, OTHER",
    "ObjectRestore:Delete, OTHER",
    "ObjectRemoved:Delete, REMOVED",
    "ObjectRemoved:DeleteMarkerCreated, REMOVED",
    "LifecycleExpiration:Delete, REMOVED",
    "LifecycleExpiration:DeleteMarkerCreated, REMOVED",
    "ObjectCreated:PutTagging, OTHER",
    "ObjectCreated:DeleteTagging, OTHER",
    "ObjectCreated:PutRetention, OTHER",
    "ObjectCreated:PutLegalHold, OTHER",
    "ObjectCreated:Invented, OTHER",
    "ObjectRemoved:NoOP, OTHER",
    "ObjectRemoved:DeleteAllVersions, OTHER",
    "ObjectTagging:Put, OTHER",
    "ObjectAcl:Put, OTHER",
    "ObjectAnnotation:Put, OTHER",
    "ObjectRetention:Put, OTHER",
    "Replication:OperationFailedReplication, OTHER",
    "LifecycleTransition, OTHER",
    "IntelligentTiering, OTHER",
    "ReducedRedundancyLostObject, OTHER",
    "s3:ObjectSynced:Create, OTHER",
  })
  void read_eventName_isOfThisKind(String name, EventKind kind) {
    String body =
        Bodies.records(Bodies.recordOf("a").replace("\"ObjectCreated:Put\"", Bodies.quoted(name)));

    assertThat(reader.read(body).events()).extracting(ObjectEvent::kind).containsExactly(kind);
  }

  @ParameterizedTest
  @CsvSource({
    "Object Created, CREATED",
    "Object Restore Completed, RESTORED",
    "Object Deleted, REMOVED",
    "Object Restore Initiated, OTHER",
    "Object Restore Expired, OTHER",
    "Object Storage Class Changed, OTHER",
    "Object Access Tier Changed, OTHER",
    "Object ACL Updated, OTHER",
    "Object Tags Added, OTHER",
    "Object Tags Deleted, OTHER",
  })
  void read_detailType_isOfThisKind(String detailType, EventKind kind) {
    String body = Bodies.file("eventbridge-created.json").replace("Object Created", detailType);

    assertThat(reader.read(body).events()).extracting(ObjectEvent::kind).containsExactly(kind);
  }

  @ParameterizedTest
  @CsvSource({
    "ObjectRemoved:Delete, false",
    "ObjectRemoved:DeleteMarkerCreated, true",
    "s3:ObjectRemoved:DeleteMarkerCreated, true",
    "LifecycleExpiration:Delete, false",
    "LifecycleExpiration:DeleteMarkerCreated, true",
    "ObjectCreated:Put, false",
  })
  void isDeleteMarker_eventName_isWhatItSays(String name, boolean marker) {
    String body =
        Bodies.records(Bodies.recordOf("a").replace("\"ObjectCreated:Put\"", Bodies.quoted(name)));

    assertThat(reader.read(body).events())
        .extracting(ObjectEvent::isDeleteMarker)
        .containsExactly(marker);
  }

  @ParameterizedTest
  @CsvSource({
    "Delete Marker Created, true",
    "Permanently Deleted, false",
    "Something New, false",
  })
  void isDeleteMarker_deletionType_isWhatItSays(String deletionType, boolean marker) {
    String body =
        Bodies.file("eventbridge-deleted.json").replace("Delete Marker Created", deletionType);

    assertThat(reader.read(body).events())
        .extracting(ObjectEvent::isDeleteMarker)
        .containsExactly(marker);
  }

  @Test
  void isDeleteMarker_noDeletionType_isNotKnownToBeOne() {
    String body = Bodies.file("eventbridge-deleted.json").replace("deletion-type", "new-field");

    assertThat(reader.read(body).events())
        .extracting(ObjectEvent::name, ObjectEvent::isDeleteMarker)
        .containsExactly(tuple("Object Deleted", false));
  }

  @ParameterizedTest
  @CsvSource({"S3, true", "S3_BATCH, true", "MINIO, true", "EVENT_BRIDGE, false", "CEPH, false"})
  void encodesKeys_ofEachSender_isAsDocumented(EventSource source, boolean encodes) {
    assertThat(source.encodesKeys()).isEqualTo(encodes);
  }
}
