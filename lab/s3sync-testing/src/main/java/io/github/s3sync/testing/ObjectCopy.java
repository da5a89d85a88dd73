package io.github.s3sync.testing;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Implements CopyObject. */
final class ObjectCopy {

  private final Store store;
  private final Access access;

  ObjectCopy(Store store, Access access) {
    this.store = store;
    this.access = access;
  }

  void register(Map<String, Operation> operations) {
    operations.put("CopyObject", this::copy);
  }

  private Answer copy(S3Request request) {
    Bucket bucket = access.open(request, "s3:PutObject");
    access.requireForWrite(request, bucket);
    CopySource source = CopySource.of(request);
    CopySource.Found found = source.find(request, access);
    StoredObject object = found.object();
    checkSize(object);
    checkChange(request, source, bucket, object);
    checkTagging(request, source, found.bucket(), bucket, object);
    ObjectProperties properties = ObjectProperties.ofCopy(request, object);
    StoredObject draft =
        ObjectWrites.draft(object.content(), properties, checksum(request, object));
    StoredObject stored = bucket.put(request.key(), draft, Conditions.ofDestination(request));
    Answer result =
        Answer.xml(
            "CopyObjectResult",
            xml -> {
              xml.text("ETag", stored.quotedETag()).text("LastModified", stored.lastModified());
              ObjectChecksum checksum = stored.checksum();
              if (checksum != null) {
                checksum.write(xml);
              }
            });
    return result
        .with(ObjectWrites.written(bucket, stored).headers())
        .with("x-amz-copy-source-version-id", found.shownVersion());
  }

  private void checkSize(StoredObject object) {
    if (object.content().length() > store.copyLimitBytes()) {
      throw Refusal.invalidRequest(
          "The specified copy source is larger than the maximum allowable size for a copy source: "
              + store.copyLimitBytes());
    }
  }

  private static void checkChange(
      S3Request request, CopySource source, Bucket bucket, StoredObject object) {
    StoredObject current = bucket.latest(request.key());
    if (source.bucket().equals(request.bucket())
        && source.key().equals(request.key())
        && current != null
        && current.versionId().equals(object.versionId())
        && !ObjectProperties.changes(request)) {
      throw Refusal.invalidRequest(
          "This copy request is illegal because it is trying to copy an object to itself without"
              + " changing the object's metadata, storage class, website redirect location or"
              + " encryption attributes.");
    }
  }

  private void checkTagging(
      S3Request request, CopySource source, Bucket from, Bucket to, StoredObject object) {
    boolean retag = request.header("x-amz-tagging-directive", "COPY").equals("REPLACE");
    if (!retag && !object.tags().isEmpty()) {
      access.require(
          request,
          from,
          source.key(),
          source.versionId() == null ? "s3:GetObjectTagging" : "s3:GetObjectVersionTagging");
      access.require(request, to, "s3:PutObjectTagging");
    }
  }

  private static @Nullable ObjectChecksum checksum(S3Request request, StoredObject source) {
    ObjectChecksum inherited = source.checksum();
    ChecksumKind kind = ChecksumKind.named(request.header("x-amz-checksum-algorithm"));
    if (kind == null && inherited != null) {
      kind = inherited.kind();
    }
    if (inherited != null
        && inherited.kind() == kind
        && inherited.type().equals(ObjectChecksum.FULL_OBJECT)) {
      return inherited;
    }
    return kind == null ? null : ObjectChecksum.full(kind, source.content());
  }
}
