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
    "objectcreated:put, CREATED",
    "ObjectCreated:Invented, CREATED",
    "ObjectCreated:PutTagging, CREATED",
    "ObjectCreated:PutRetention, CREATED",
    "ObjectRemoved:Invented, REMOVED",
    "LifecycleExpiration:Invented, REMOVED",
    "ObjectRemoved:NoOP, OTHER",
    "ObjectTagging:Put, OTHER",
    "ObjectTagging:Delete, OTHER",
    "ObjectTagging:Invented, OTHER",
    "ObjectAnnotation:Delete, OTHER",
    "ObjectAnnotation:Invented, OTHER",
    "Replication:OperationNotTracked, OTHER",
    "Replication:OperationInvented, OTHER",
    "ObjectAcl:Put, OTHER",
    "ObjectAnnotation:Put, OTHER",
    "ObjectRetention:Put, OTHER",
    "Replication:OperationFailedReplication, OTHER",
    "LifecycleTransition, OTHER",
    "IntelligentTiering, OTHER",
    "ReducedRedundancyLostObject, OTHER",
    "Invented:Put, UNKNOWN",
    "ObjectRestore:Invented, UNKNOWN",
    "ObjectCreated, UNKNOWN",
  })
  void read_eventName_isOfThisKind(String name, EventKind kind) {
    String body =
        Bodies.records(Bodies.recordOf("a").replace("\"ObjectCreated:Put\"", Bodies.quoted(name)));

    assertThat(reader.read(body).events()).extracting(ObjectEvent::kind).containsExactly(kind);
  }

  @ParameterizedTest
  @CsvSource({
    "minio:s3, s3:ObjectCreated:Put, CREATED",
    "minio:s3, s3:ObjectCreated:PutTagging, OTHER",
    "minio:s3, s3:ObjectCreated:DeleteTagging, OTHER",
    "minio:s3, s3:ObjectCreated:PutRetention, OTHER",
    "minio:s3, s3:ObjectCreated:PutLegalHold, OTHER",
    "minio:s3, s3:ObjectCreated:Invented, UNKNOWN",
    "minio:s3, s3:ObjectRemoved:Invented, UNKNOWN",
    "minio:s3, s3:ObjectRemoved:NoOP, OTHER",
    "minio:s3, s3:ObjectRemoved:DeleteAllVersions, REMOVED",
    "minio:s3, s3:LifecycleDelMarkerExpiration:Delete, REMOVED",
    "minio:s3, s3:ObjectTransition:Complete, OTHER",
    "minio:s3, s3:ObjectTransition:Failed, OTHER",
    "minio:s3, s3:ObjectRestore:Completed, RESTORED",
    "minio:s3, s3:ObjectAccessed:Get, OTHER",
    "minio:s3, s3:Replication:OperationCompletedReplication, OTHER",
    "minio:s3, s3:Scanner:ManyVersions, OTHER",
    "minio:s3, s3:BucketRemoved:*, OTHER",
    "rustfs:s3, s3:ObjectCreated:PutTagging, OTHER",
    "rustfs:s3, s3:ObjectCreated:CompleteMultipartUpload, CREATED",
    "ceph:s3, ObjectSynced:Create, CREATED",
    "ceph:s3, s3:ObjectSynced:Delete, REMOVED",
    "ceph:s3, ObjectSynced:DeletionMarkerCreated, REMOVED",
    "ceph:s3, ObjectSynced:Invented, UNKNOWN",
    "ceph:s3, Replication:Create, CREATED",
    "ceph:s3, Replication:Delete, REMOVED",
    "ceph:s3, Replication:DeletionMarkerCreated, REMOVED",
    "ceph:s3, Replication:Other, OTHER",
    "ceph:s3, ObjectLifecycle:Expiration:Current, REMOVED",
    "ceph:s3, ObjectLifecycle:Expiration:NonCurrent, OTHER",
    "ceph:s3, ObjectLifecycle:Expiration:Noncurrent, OTHER",
    "ceph:s3, ObjectLifecycle:Expiration:DeleteMarker, REMOVED",
    "ceph:s3, ObjectLifecycle:Expiration:AbortMultipartUpload, OTHER",
    "ceph:s3, ObjectLifecycle:Expiration:AbortMPU, OTHER",
    "ceph:s3, ObjectLifecycle:Transition:Current, OTHER",
    "ceph:s3, ObjectLifecycle:Transition:Noncurrent, OTHER",
    "ceph:s3, ObjectCreated:Invented, CREATED",
    "other:s3, ObjectCreated:Put, CREATED",
    "other:s3, ObjectCreated:PutTagging, OTHER",
    "other:s3, ObjectCreated:Invented, CREATED",
    "other:s3, ObjectRemoved:Invented, REMOVED",
    "other:s3, Invented:Put, UNKNOWN",
  })
  void read_eventNameOfASender_isOfThisKind(String sender, String name, EventKind kind) {
    String record = Bodies.record(Bodies.quoted(sender), "{\"key\":\"a\"}");
    String body = Bodies.records(record.replace("\"ObjectCreated:Put\"", Bodies.quoted(name)));

    assertThat(reader.read(body).events()).extracting(ObjectEvent::kind).containsExactly(kind);
  }

  @Test
  void read_unknownEvent_needsNoObject() {
    String body =
        Bodies.records("{\"eventSource\":\"aws:s3\",\"eventName\":\"Invented:NoObject\"}");

    assertThat(reader.read(body).events())
        .extracting(ObjectEvent::kind, ObjectEvent::bucket, ObjectEvent::rawKey)
        .containsExactly(tuple(EventKind.UNKNOWN, "", ""));
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
    "Object Annotation Created, OTHER",
    "Object Invented, UNKNOWN",
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
    "objectremoved:deletemarkercreated, true",
    "ObjectSynced:DeletionMarkerCreated, true",
    "Replication:DeletionMarkerCreated, true",
    "ObjectSynced:Delete, false",
    "ObjectRemoved:DeleteAllVersions, false",
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
  @CsvSource({
    "S3, true",
    "S3_BATCH, true",
    "MINIO, true",
    "RUSTFS, true",
    "S3_COMPATIBLE, false",
    "EVENT_BRIDGE, false",
    "DIRECT, false",
    "CEPH, false"
  })
  void encodesKeys_ofEachSender_isAsDocumented(EventSource source, boolean encodes) {
    assertThat(source.encodesKeys()).isEqualTo(encodes);
  }

  /** Such an event needs no key, but a log shows it. */
  @Test
  void read_eventOfAnotherKind_hasItsKeyIfItIsThere() {
    String record = Bodies.recordOf("a").replace("ObjectCreated:Put", "ObjectTagging:Put");

    assertThat(reader.read(Bodies.records(record)).events())
        .extracting(ObjectEvent::rawKey, ObjectEvent::bucket)
        .containsExactly(tuple("a", "src"));
    assertThat(reader.read(Bodies.records(record.replace("\"key\"", "\"x\""))).events())
        .extracting(ObjectEvent::rawKey)
        .containsExactly("");
  }
}
