package io.github.s3sync.testing;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Implements ListObjectsV2, ListObjects and ListObjectVersions. */
final class Listings {

  private final Access access;

  Listings(Access access) {
    this.access = access;
  }

  void register(Map<String, Operation> operations) {
    operations.put("ListObjectsV2", this::listV2);
    operations.put("ListObjects", this::listV1);
    operations.put("ListObjectVersions", this::listVersions);
  }

  private Answer listV2(S3Request request) {
    String token = request.query("continuation-token");
    String startAfter = request.query("start-after", "");
    Page page = page(request, token == null ? startAfter : decode(token));
    return Answer.xml(
        "ListBucketResult",
        xml -> {
          write(request, page, xml);
          xml.text("KeyCount", page.objects.size() + page.prefixes.size());
          xml.text("ContinuationToken", token);
          xml.text("StartAfter", startAfter.isEmpty() ? null : shown(request, startAfter));
          if (page.truncated) {
            xml.text("NextContinuationToken", encode(page.last));
          }
        });
  }

  private Answer listV1(S3Request request) {
    String marker = request.query("marker", "");
    Page page = page(request, marker);
    return Answer.xml(
        "ListBucketResult",
        xml -> {
          write(request, page, xml);
          xml.text("Marker", shown(request, marker));
          xml.text("NextMarker", page.truncated ? shown(request, page.last) : null);
        });
  }

  /** Returns the first page after a key or a common prefix. */
  private Page page(S3Request request, String after) {
    Bucket bucket = access.open(request, "s3:ListBucket");
    String prefix = request.query("prefix", "");
    String delimiter = request.query("delimiter", "");
    int limit = Math.min(1000, request.number("max-keys", 1000));
    Page page = new Page(limit);
    bucket.forEach(
        (key, versions) -> {
          if (!key.startsWith(prefix) || versions.get(0).deleteMarker()) {
            return;
          }
          String group = group(key, prefix, delimiter);
          String item = group == null ? key : group;
          if (after.isEmpty() || Bucket.KEY_ORDER.compare(item, after) > 0) {
            page.add(item, group == null ? versions.get(0) : null);
          }
        });
    return page;
  }

  private static @Nullable String group(String key, String prefix, String delimiter) {
    int end = delimiter.isEmpty() ? -1 : key.indexOf(delimiter, prefix.length());
    return end < 0 ? null : key.substring(0, end + delimiter.length());
  }

  private static void write(S3Request request, Page page, XmlWriter xml) {
    xml.text("Name", request.bucket()).text("Prefix", shown(request, request.query("prefix", "")));
    xml.text("Delimiter", request.query("delimiter")).text("MaxKeys", page.limit);
    xml.text("EncodingType", request.query("encoding-type")).text("IsTruncated", page.truncated);
    page.objects.forEach(
        entry ->
            xml.nest(
                "Contents",
                contents -> {
                  contents.text("Key", shown(request, entry.key));
                  describe(contents, entry.object);
                }));
    page.prefixes.forEach(
        prefix ->
            xml.nest("CommonPrefixes", entry -> entry.text("Prefix", shown(request, prefix))));
  }

  private static void describe(XmlWriter xml, StoredObject object) {
    xml.text("LastModified", object.lastModified()).text("ETag", object.quotedETag());
    xml.text("Size", object.content().length()).text("StorageClass", object.storageClass());
  }

  private Answer listVersions(S3Request request) {
    Bucket bucket = access.open(request, "s3:ListBucketVersions");
    String prefix = request.query("prefix", "");
    return Answer.xml(
        "ListVersionsResult",
        xml -> {
          xml.text("Name", request.bucket()).text("IsTruncated", false);
          xml.text("EncodingType", request.query("encoding-type"));
          bucket.forEach(
              (key, versions) -> {
                if (key.startsWith(prefix)) {
                  versions.forEach(version -> writeVersion(request, xml, key, version, versions));
                }
              });
        });
  }

  private static void writeVersion(
      S3Request request,
      XmlWriter xml,
      String key,
      StoredObject version,
      List<StoredObject> versions) {
    xml.nest(
        version.deleteMarker() ? "DeleteMarker" : "Version",
        entry -> {
          entry.text("Key", shown(request, key)).text("VersionId", version.versionId());
          entry.text("IsLatest", version.equals(versions.get(0)));
          if (version.deleteMarker()) {
            entry.text("LastModified", version.lastModified());
          } else {
            describe(entry, version);
          }
        });
  }

  private static String shown(S3Request request, String key) {
    return "url".equals(request.query("encoding-type")) ? Percent.encodeKey(key) : key;
  }

  private static String encode(String key) {
    return Base64.getUrlEncoder().encodeToString(key.getBytes(StandardCharsets.UTF_8));
  }

  private static String decode(String token) {
    try {
      return new String(Base64.getUrlDecoder().decode(token), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw Refusal.invalidArgument("The continuation token provided is incorrect");
    }
  }

  private record Entry(String key, StoredObject object) {}

  private static final class Page {

    private final int limit;
    private final List<Entry> objects = new ArrayList<>();
    private final List<String> prefixes = new ArrayList<>();
    private String last = "";
    private boolean truncated;

    private Page(int limit) {
      this.limit = limit;
    }

    private void add(String item, @Nullable StoredObject object) {
      if (truncated || (object == null && item.equals(last))) {
        return;
      }
      if (objects.size() + prefixes.size() >= limit) {
        truncated = limit > 0;
        return;
      }
      last = item;
      if (object == null) {
        prefixes.add(item);
      } else {
        objects.add(new Entry(item, object));
      }
    }
  }
}
