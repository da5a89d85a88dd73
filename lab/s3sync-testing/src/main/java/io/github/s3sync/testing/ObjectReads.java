package io.github.s3sync.testing;

import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Implements GetObject, HeadObject and GetObjectAttributes. */
final class ObjectReads {

  private static final DateTimeFormatter HTTP_DATE =
      DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ENGLISH)
          .withZone(ZoneOffset.UTC);

  private final Access access;

  ObjectReads(Access access) {
    this.access = access;
  }

  void register(Map<String, Operation> operations) {
    operations.put("GetObject", request -> read(request, true));
    operations.put("HeadObject", request -> read(request, false));
    operations.put("GetObjectAttributes", this::attributes);
  }

  /** Returns the version of a read: by id, or the newest. */
  StoredObject find(S3Request request, Bucket bucket) {
    String versionId = request.query("versionId");
    StoredObject object =
        versionId == null ? bucket.latest(request.key()) : bucket.version(request.key(), versionId);
    if (object == null) {
      throw versionId == null || !access.allows(request, bucket, "s3:ListBucket")
          ? access.missing(request, bucket, request.key())
          : Refusal.noSuchVersion(request.key(), versionId);
    }
    if (!object.deleteMarker()) {
      return object;
    }
    Refusal refusal =
        versionId == null
            ? access.missing(request, bucket, request.key())
            : new Refusal(
                405,
                "MethodNotAllowed",
                "The specified method is not allowed against this resource.");
    throw refusal
        .header("x-amz-delete-marker", "true")
        .header("x-amz-version-id", object.versionId());
  }

  private Answer read(S3Request request, boolean get) {
    Bucket bucket = access.open(request, action(request, "s3:GetObject"));
    StoredObject object = find(request, bucket);
    if (Conditions.notModified(request, object)) {
      return Answer.empty(304).with("etag", object.quotedETag());
    }
    if (get && object.archived()) {
      throw new Refusal(
              403,
              "InvalidObjectState",
              "The operation is not valid for the object's storage class")
          .detail("StorageClass", object.storageClass());
    }
    if (get) {
      access.requireKey(request, object.headers().get(ObjectProperties.KEY_ID), "kms:Decrypt");
    }
    Map<String, String> headers = describe(request, bucket, object);
    long from = 0;
    long to = object.content().length();
    int status = 200;
    int part = request.number("partNumber", 0);
    ByteRange range =
        part > 0
            ? part(object, part, headers)
            : ByteRange.ofHeader(request.header("range"), object.content().length());
    if (range != null) {
      status = 206;
      from = range.from();
      to = range.to();
      headers.put(
          "content-range", "bytes " + from + "-" + (to - 1) + "/" + object.content().length());
    }
    boolean whole = to - from == object.content().length();
    ObjectChecksum checksum = object.checksum();
    // The stored checksum is not the checksum of the bytes of inexact content.
    if (checksum != null
        && whole
        && "ENABLED".equals(request.header("x-amz-checksum-mode"))
        && (!get || object.content().exact())) {
      headers.putAll(checksum.headers());
    }
    headers.put("content-length", Long.toString(to - from));
    return new Answer(status, headers, get ? object.content().slice(from, to) : Content.EMPTY);
  }

  private Map<String, String> describe(S3Request request, Bucket bucket, StoredObject object) {
    Map<String, String> headers = new LinkedHashMap<>(object.headers());
    headers.put("etag", object.quotedETag());
    headers.put("last-modified", HTTP_DATE.format(object.lastModified()));
    headers.put("accept-ranges", "bytes");
    String version = bucket.shownVersion(object);
    if (version != null) {
      headers.put("x-amz-version-id", version);
    }
    if (!object.tags().isEmpty()
        && access.allows(request, bucket, action(request, "s3:GetObjectTagging"))) {
      headers.put("x-amz-tagging-count", Integer.toString(object.tags().size()));
    }
    if (!access.allows(request, bucket, "s3:GetObjectRetention")) {
      headers.remove(ObjectProperties.LOCK_MODE);
      headers.remove(ObjectProperties.RETAIN_UNTIL_DATE);
    }
    if (!access.allows(request, bucket, "s3:GetObjectLegalHold")) {
      headers.remove(ObjectProperties.LEGAL_HOLD);
    }
    switch (object.restore()) {
      case NONE -> {}
      case ONGOING -> headers.put("x-amz-restore", "ongoing-request=\"true\"");
      case DONE ->
          headers.put(
              "x-amz-restore",
              "ongoing-request=\"false\", expiry-date=\"Fri, 31 Dec 2100 00:00:00 GMT\"");
    }
    return headers;
  }

  private static @Nullable ByteRange part(
      StoredObject object, int number, Map<String, String> headers) {
    List<Long> ends = object.partEnds();
    if (ends.isEmpty() && number == 1) {
      return null;
    }
    if (number > ends.size()) {
      throw new Refusal(416, "InvalidPartNumber", "The requested partnumber is not satisfiable");
    }
    headers.put("x-amz-mp-parts-count", Integer.toString(ends.size()));
    return new ByteRange(number == 1 ? 0 : ends.get(number - 2), ends.get(number - 1));
  }

  private Answer attributes(S3Request request) {
    Bucket bucket =
        access.open(
            request, action(request, "s3:GetObject"), action(request, "s3:GetObjectAttributes"));
    StoredObject object = find(request, bucket);
    List<String> asked = List.of(request.header("x-amz-object-attributes", "").split(",", -1));
    ObjectChecksum checksum = object.checksum();
    return Answer.xml(
            "GetObjectAttributesResponse",
            xml -> {
              if (asked.contains("ETag")) {
                xml.text("ETag", object.eTag());
              }
              if (asked.contains("Checksum") && checksum != null) {
                xml.nest("Checksum", checksum::write);
              }
              if (asked.contains("ObjectParts") && !object.partEnds().isEmpty()) {
                xml.nest("ObjectParts", p -> p.text("PartsCount", object.partEnds().size()));
              }
              if (asked.contains("StorageClass")) {
                xml.text("StorageClass", object.storageClass());
              }
              if (asked.contains("ObjectSize")) {
                xml.text("ObjectSize", object.content().length());
              }
            })
        .with("last-modified", HTTP_DATE.format(object.lastModified()))
        .with("x-amz-version-id", bucket.shownVersion(object));
  }

  /**
   * Returns the name of an action, which for a request with a version is such as {@code
   * s3:GetObjectVersion}.
   */
  static String action(S3Request request, String action) {
    return request.query("versionId") == null
        ? action
        : action.replaceFirst("Object", "ObjectVersion");
  }
}
