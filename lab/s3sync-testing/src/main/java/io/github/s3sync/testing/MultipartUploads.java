package io.github.s3sync.testing;

import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Implements the operations on a multipart upload before its completion: create, parts, abort,
 * lists.
 */
final class MultipartUploads {

  private static final int MAXIMUM_PARTS = 10_000;

  private final Store store;
  private final Access access;

  MultipartUploads(Store store, Access access) {
    this.store = store;
    this.access = access;
  }

  void register(Map<String, Operation> operations) {
    operations.put("CreateMultipartUpload", this::create);
    operations.put("UploadPart", this::uploadPart);
    operations.put("UploadPartCopy", this::copyPart);
    operations.put("AbortMultipartUpload", this::abort);
    operations.put("ListParts", this::listParts);
    operations.put("ListMultipartUploads", this::listUploads);
  }

  private Answer create(S3Request request) {
    Bucket bucket = access.open(request, "s3:PutObject");
    access.requireForWrite(request, bucket);
    ChecksumKind kind = ChecksumKind.named(request.header("x-amz-checksum-algorithm"));
    String type = checksumType(kind, request.header("x-amz-checksum-type"));
    String id = UUID.randomUUID().toString().replace("-", "");
    Upload upload = Upload.of(id, request.key(), ObjectProperties.of(request), kind, type);
    bucket.open(upload);
    return Answer.xml(
            "InitiateMultipartUploadResult",
            xml ->
                xml.text("Bucket", request.bucket())
                    .text("Key", request.key())
                    .text("UploadId", id))
        .with(ObjectProperties.encryption(upload.properties().headers()))
        .with("x-amz-checksum-algorithm", kind == null ? null : kind.name())
        .with("x-amz-checksum-type", type);
  }

  private static @Nullable String checksumType(
      @Nullable ChecksumKind kind, @Nullable String asked) {
    if (kind == null) {
      if (asked != null) {
        throw Refusal.invalidRequest(
            "The x-amz-checksum-type header can only be used with the x-amz-checksum-algorithm"
                + " header.");
      }
      return null;
    }
    if (asked == null) {
      return kind.multipartType();
    }
    boolean digest = !kind.addsUp();
    boolean impossible =
        switch (asked) {
          case ObjectChecksum.FULL_OBJECT -> digest;
          case ObjectChecksum.COMPOSITE -> kind == ChecksumKind.CRC64NVME;
          default -> true;
        };
    if (impossible) {
      throw Refusal.invalidRequest(
          "The "
              + asked
              + " checksum type cannot be used with the "
              + kind
              + " checksum algorithm.");
    }
    return asked;
  }

  private Answer uploadPart(S3Request request) {
    Bucket bucket = access.open(request, "s3:PutObject");
    Upload upload = bucket.upload(request.key(), request.query("uploadId", ""));
    ChecksumKind sent = ChecksumKind.sent(request);
    if (upload.checksumKind() != null && sent != null && sent != upload.checksumKind()) {
      throw Refusal.invalidRequest(
          "Checksum Type mismatch occurred, expected checksum Type: "
              + upload.checksumKind()
              + ", actual checksum Type: "
              + sent);
    }
    ObjectChecksum checksum = ObjectChecksum.verify(request, upload.checksumKind());
    Part part = Part.of(partNumber(request), store.kept(request.body()), checksum);
    bucket.addPart(upload, part);
    Answer answer =
        Answer.empty(200)
            .with("etag", part.quotedETag())
            .with(ObjectProperties.encryption(upload.properties().headers()));
    return checksum == null ? answer : answer.with(checksum.kind().header(), checksum.value());
  }

  private Answer copyPart(S3Request request) {
    Bucket bucket = access.open(request, "s3:PutObject");
    Upload upload = bucket.upload(request.key(), request.query("uploadId", ""));
    int number = partNumber(request);
    CopySource.Found found = CopySource.of(request).find(request, access);
    Content content = part(request, found.object().content());
    ChecksumKind kind = upload.checksumKind();
    ObjectChecksum checksum = kind == null ? null : ObjectChecksum.full(kind, content);
    Part part = Part.of(number, content, checksum);
    bucket.addPart(upload, part);
    return Answer.xml(
            "CopyPartResult",
            xml -> {
              xml.text("ETag", part.quotedETag()).text("LastModified", part.lastModified());
              if (checksum != null) {
                xml.text(checksum.kind().element(), checksum.value());
              }
            })
        .with(ObjectProperties.encryption(upload.properties().headers()))
        .with("x-amz-copy-source-version-id", found.shownVersion());
  }

  private Content part(S3Request request, Content source) {
    String header = request.header("x-amz-copy-source-range");
    Content part = source;
    if (header != null) {
      if (source.length() <= store.minimumPartBytes()) {
        throw Refusal.invalidRequest(
            "The specified copy source is not supported as a byte-range copy source");
      }
      ByteRange range = ByteRange.ofCopy(header, source.length());
      part = source.slice(range.from(), range.to());
    }
    if (part.length() > store.copyLimitBytes()) {
      throw Refusal.invalidRequest(
          "The specified copy source is larger than the maximum allowable size for a copy source: "
              + store.copyLimitBytes());
    }
    return part;
  }

  private static int partNumber(S3Request request) {
    int number = request.number("partNumber", 0);
    if (number < 1 || number > MAXIMUM_PARTS) {
      throw Refusal.invalidArgument(
          "Part number must be an integer between 1 and " + MAXIMUM_PARTS + ", inclusive");
    }
    return number;
  }

  private Answer abort(S3Request request) {
    access
        .open(request, "s3:AbortMultipartUpload")
        .abort(request.key(), request.query("uploadId", ""));
    return Answer.empty(204);
  }

  private Answer listParts(S3Request request) {
    Upload upload =
        access
            .open(request, "s3:ListMultipartUploadParts")
            .upload(request.key(), request.query("uploadId", ""));
    int marker = request.number("part-number-marker", 0);
    int limit = Math.min(1000, request.number("max-parts", 1000));
    List<Part> rest = List.copyOf(upload.parts().tailMap(marker + 1).values());
    List<Part> page = rest.subList(0, Math.min(limit, rest.size()));
    return Answer.xml(
        "ListPartsResult",
        xml -> {
          xml.text("Bucket", request.bucket())
              .text("Key", request.key())
              .text("UploadId", upload.id());
          xml.text("PartNumberMarker", marker).text("MaxParts", limit);
          xml.text("IsTruncated", page.size() < rest.size());
          if (!page.isEmpty()) {
            xml.text("NextPartNumberMarker", page.get(page.size() - 1).number());
          }
          xml.text("ChecksumAlgorithm", upload.checksumKind());
          xml.text("ChecksumType", upload.checksumType());
          page.forEach(part -> xml.nest("Part", entry -> describe(entry, part)));
        });
  }

  private static void describe(XmlWriter xml, Part part) {
    xml.text("PartNumber", part.number()).text("ETag", part.quotedETag());
    xml.text("Size", part.content().length()).text("LastModified", part.lastModified());
    ObjectChecksum checksum = part.checksum();
    if (checksum != null) {
      xml.text(checksum.kind().element(), checksum.value());
    }
  }

  private Answer listUploads(S3Request request) {
    Bucket bucket = access.open(request, "s3:ListBucketMultipartUploads");
    String prefix = request.query("prefix", "");
    boolean encoded = "url".equals(request.query("encoding-type"));
    return Answer.xml(
        "ListMultipartUploadsResult",
        xml -> {
          xml.text("Bucket", request.bucket()).text("IsTruncated", false);
          xml.text("EncodingType", encoded ? "url" : null);
          for (Upload upload : bucket.uploads()) {
            if (upload.key().startsWith(prefix)) {
              xml.nest(
                  "Upload",
                  entry ->
                      entry
                          .text("Key", encoded ? Percent.encodeKey(upload.key()) : upload.key())
                          .text("UploadId", upload.id())
                          .text("Initiated", upload.initiated())
                          .text("ChecksumAlgorithm", upload.checksumKind())
                          .text("ChecksumType", upload.checksumType()));
            }
          }
        });
  }
}
