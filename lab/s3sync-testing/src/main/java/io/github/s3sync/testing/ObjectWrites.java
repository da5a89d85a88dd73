package io.github.s3sync.testing;

import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Implements PutObject, DeleteObject and DeleteObjects. */
final class ObjectWrites {

  private final Access access;

  ObjectWrites(Access access) {
    this.access = access;
  }

  void register(Map<String, Operation> operations) {
    operations.put("PutObject", this::put);
    operations.put("DeleteObject", this::delete);
    operations.put("DeleteObjects", this::deleteAll);
  }

  private Answer put(S3Request request) {
    Bucket bucket = access.open(request, "s3:PutObject");
    access.requireForWrite(request, bucket);
    ObjectProperties properties = ObjectProperties.of(request);
    ObjectChecksum checksum = ObjectChecksum.verify(request, null);
    StoredObject draft = draft(request.body(), properties, checksum);
    StoredObject stored = bucket.put(request.key(), draft, Conditions.ofDestination(request));
    Answer answer = written(bucket, stored).with("etag", stored.quotedETag());
    return checksum == null ? answer : answer.with(checksum.headers());
  }

  static StoredObject draft(
      Content content, ObjectProperties properties, @Nullable ObjectChecksum checksum) {
    String eTag =
        properties.usesKms()
            ? UUID.randomUUID().toString().replace("-", "")
            : HexFormat.of().formatHex(content.md5());
    return StoredObject.draft(content, eTag, properties, checksum, List.of());
  }

  /** Returns the response headers that all writes have in common. */
  static Answer written(Bucket bucket, StoredObject stored) {
    return Answer.empty(200)
        .with(ObjectProperties.encryption(stored.headers()))
        .with("x-amz-version-id", bucket.shownVersion(stored));
  }

  private Answer delete(S3Request request) {
    String versionId = request.query("versionId");
    Bucket bucket = access.open(request, ObjectReads.action(request, "s3:DeleteObject"));
    Deleted deleted = delete(request, bucket, request.key(), versionId);
    return Answer.empty(204)
        .with("x-amz-version-id", deleted.versionId())
        .with("x-amz-delete-marker", deleted.marker() ? "true" : null);
  }

  private static Deleted delete(
      S3Request request, Bucket bucket, String key, @Nullable String versionId) {
    if (versionId != null) {
      StoredObject removed = bucket.remove(key, versionId);
      return new Deleted(versionId, removed != null && removed.deleteMarker());
    }
    if (bucket.versioning() == Bucket.Versioning.OFF) {
      bucket.removeCurrent(key, Conditions.ofDestination(request));
      return new Deleted(null, false);
    }
    StoredObject marker = bucket.put(key, StoredObject.marker(), Conditions.ofDestination(request));
    return new Deleted(marker.versionId(), true);
  }

  private Answer deleteAll(S3Request request) {
    Bucket bucket = access.open(request);
    XmlBody body = XmlBody.parse(request.body());
    boolean quiet = "true".equals(body.text("Quiet"));
    List<XmlBody> objects = body.children("Object");
    if (objects.isEmpty() || objects.size() > 1000) {
      throw new Refusal(400, "MalformedXML", "Between 1 and 1000 keys must be named");
    }
    return Answer.xml(
        "DeleteResult", xml -> objects.forEach(o -> deleteOne(request, bucket, o, quiet, xml)));
  }

  private void deleteOne(
      S3Request request, Bucket bucket, XmlBody object, boolean quiet, XmlWriter xml) {
    String key = object.require("Key");
    String versionId = object.text("VersionId");
    String action = versionId == null ? "s3:DeleteObject" : "s3:DeleteObjectVersion";
    if (!access.allows(request, bucket, key, action)) {
      xml.nest(
          "Error",
          error ->
              error.text("Key", key).text("Code", "AccessDenied").text("Message", "Access Denied"));
      return;
    }
    Deleted deleted = delete(request, bucket, key, versionId);
    if (!quiet) {
      xml.nest(
          "Deleted",
          entry -> {
            entry.text("Key", key).text("VersionId", versionId);
            if (deleted.marker()) {
              entry.text("DeleteMarker", true).text("DeleteMarkerVersionId", deleted.versionId());
            }
          });
    }
  }

  /**
   * The result of a delete.
   *
   * @param marker whether a delete marker was added or removed
   */
  private record Deleted(@Nullable String versionId, boolean marker) {}
}
