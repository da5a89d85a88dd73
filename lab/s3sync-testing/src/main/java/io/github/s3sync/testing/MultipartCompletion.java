package io.github.s3sync.testing;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Implements CompleteMultipartUpload. */
final class MultipartCompletion {

  private final Store store;
  private final Access access;

  MultipartCompletion(Store store, Access access) {
    this.store = store;
    this.access = access;
  }

  void register(Map<String, Operation> operations) {
    operations.put("CompleteMultipartUpload", this::complete);
  }

  private Answer complete(S3Request request) {
    Bucket bucket = access.open(request, "s3:PutObject");
    Upload upload = bucket.upload(request.key(), request.query("uploadId", ""));
    List<Part> parts = parts(request, upload);
    Content content = Content.join(parts.stream().map(Part::content).toList());
    checkSize(request, content);
    ObjectChecksum checksum = checksum(upload, parts, content);
    checkChecksum(request, checksum);
    StoredObject draft =
        StoredObject.draft(
            content, eTag(upload, parts), upload.properties(), checksum, ends(parts));
    StoredObject stored = bucket.complete(upload, draft, Conditions.ofDestination(request));
    return Answer.xml(
            "CompleteMultipartUploadResult",
            xml -> {
              xml.text("Location", "/" + request.bucket() + "/" + Percent.encodeKey(request.key()));
              xml.text("Bucket", request.bucket()).text("Key", request.key());
              xml.text("ETag", stored.quotedETag());
              if (checksum != null) {
                checksum.write(xml);
              }
            })
        .with(ObjectWrites.written(bucket, stored).headers());
  }

  private List<Part> parts(S3Request request, Upload upload) {
    List<XmlBody> named = XmlBody.parse(request.body()).children("Part");
    if (named.isEmpty()) {
      throw new Refusal(400, "MalformedXML", "You must specify at least one part");
    }
    List<Part> parts = new ArrayList<>();
    int previous = 0;
    for (XmlBody xml : named) {
      int number = Integer.parseInt(xml.require("PartNumber"));
      if (number <= previous) {
        throw new Refusal(
            400,
            "InvalidPartOrder",
            "The list of parts was not in ascending order. Parts must be ordered by part number.");
      }
      previous = number;
      parts.add(part(upload, number, xml));
    }
    for (Part part : parts.subList(0, parts.size() - 1)) {
      if (part.content().length() < store.minimumPartBytes()) {
        throw new Refusal(
                400,
                "EntityTooSmall",
                "Your proposed upload is smaller than the minimum allowed size")
            .detail("PartNumber", Integer.toString(part.number()));
      }
    }
    return parts;
  }

  private static Part part(Upload upload, int number, XmlBody xml) {
    Part part = upload.parts().get(number);
    if (part == null || !part.eTag().equals(xml.require("ETag").replace("\"", ""))) {
      throw invalidPart(number);
    }
    ObjectChecksum checksum = part.checksum();
    String sent = checksum == null ? null : xml.text(checksum.kind().element());
    if (checksum != null && sent != null && !sent.equals(checksum.value())) {
      throw invalidPart(number);
    }
    if (sent == null && ObjectChecksum.COMPOSITE.equals(upload.checksumType())) {
      throw Refusal.invalidRequest(
          "The upload was created using a "
              + upload.checksumKind()
              + " checksum. The complete request must include the checksum for each part. It was"
              + " missing for part "
              + number
              + " in the request.");
    }
    return part;
  }

  private static Refusal invalidPart(int number) {
    return new Refusal(
            400,
            "InvalidPart",
            "One or more of the specified parts could not be found. The part may not have been"
                + " uploaded, or the specified entity tag may not match the part's entity tag.")
        .detail("PartNumber", Integer.toString(number));
  }

  private static void checkSize(S3Request request, Content content) {
    String size = request.header("x-amz-mp-object-size");
    if (size != null && Long.parseLong(size) != content.length()) {
      throw Refusal.invalidRequest(
          "The provided 'x-amz-mp-object-size' header value "
              + size
              + " does not match what was computed: "
              + content.length());
    }
  }

  private static @Nullable ObjectChecksum checksum(
      Upload upload, List<Part> parts, Content content) {
    ChecksumKind kind = upload.checksumKind();
    if (kind == null) {
      return null;
    }
    if (ObjectChecksum.FULL_OBJECT.equals(upload.checksumType())) {
      return ObjectChecksum.full(kind, content);
    }
    List<String> values = new ArrayList<>();
    for (Part part : parts) {
      ObjectChecksum checksum = part.checksum();
      if (checksum != null) {
        values.add(checksum.value());
      }
    }
    return ObjectChecksum.composite(kind, values);
  }

  private static void checkChecksum(S3Request request, @Nullable ObjectChecksum checksum) {
    String type = request.header("x-amz-checksum-type");
    if (type != null && (checksum == null || !type.equals(checksum.type()))) {
      throw Refusal.invalidRequest(
          "The upload was not created with the checksum type " + type + ".");
    }
    ChecksumKind sent = ChecksumKind.sent(request);
    if (sent == null) {
      return;
    }
    String value = request.header(sent.header());
    if (checksum == null || checksum.kind() != sent || !checksum.value().equals(value)) {
      throw Refusal.badDigest(sent.name());
    }
  }

  private static String eTag(Upload upload, List<Part> parts) {
    if (upload.properties().usesKms()) {
      return UUID.randomUUID().toString().replace("-", "") + "-" + parts.size();
    }
    ByteArrayOutputStream digests = new ByteArrayOutputStream();
    parts.forEach(part -> digests.writeBytes(HexFormat.of().parseHex(part.eTag())));
    byte[] md5 = Content.of(digests.toByteArray()).md5();
    return HexFormat.of().formatHex(md5) + "-" + parts.size();
  }

  private static List<Long> ends(List<Part> parts) {
    List<Long> ends = new ArrayList<>();
    long end = 0;
    for (Part part : parts) {
      end += part.content().length();
      ends.add(end);
    }
    return ends;
  }
}
