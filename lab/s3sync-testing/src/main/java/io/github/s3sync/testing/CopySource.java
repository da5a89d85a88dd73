package io.github.s3sync.testing;

import org.jspecify.annotations.Nullable;

/** The source of a copy: the {@code x-amz-copy-source} header. */
record CopySource(String bucket, String key, @Nullable String versionId) {

  private static final String VERSION = "?versionId=";

  static CopySource of(S3Request request) {
    String raw = request.header("x-amz-copy-source", "");
    int version = raw.lastIndexOf(VERSION);
    String versionId = version < 0 ? null : raw.substring(version + VERSION.length());
    // S3 decodes a plain plus as a space here.
    String path = Percent.decodeForm(version < 0 ? raw : raw.substring(0, version));
    if (path.startsWith("/")) {
      path = path.substring(1);
    }
    int slash = path.indexOf('/');
    if (slash < 1 || slash == path.length() - 1 || "".equals(versionId)) {
      throw Refusal.invalidArgument(
          "Copy Source must mention the source bucket and key: sourcebucket/sourcekey");
    }
    return new CopySource(path.substring(0, slash), path.substring(slash + 1), versionId);
  }

  /**
   * Returns the bucket and the version to read, if the request may read it and its conditions hold.
   */
  Found find(S3Request request, Access access) {
    Bucket source =
        access.openSource(
            request, bucket, key, versionId == null ? "s3:GetObject" : "s3:GetObjectVersion");
    StoredObject object = versionId == null ? source.latest(key) : source.version(key, versionId);
    if (object == null && versionId != null && access.allows(request, source, "s3:ListBucket")) {
      throw Refusal.noSuchVersion(key, versionId);
    }
    if (object != null && object.deleteMarker() && versionId != null) {
      throw Refusal.invalidRequest(
          "The source of a copy request may not specifically refer to a delete marker by version"
              + " id.");
    }
    if (object == null || object.deleteMarker()) {
      throw access.missing(request, source, key);
    }
    Conditions.checkSource(request, object);
    if (object.archived()) {
      throw new Refusal(
          403,
          "ObjectNotInActiveTierError",
          "The source object of the COPY action is not in the active tier and is only stored in"
              + " Amazon S3 Glacier.");
    }
    return new Found(source, object);
  }

  record Found(Bucket bucket, StoredObject object) {

    @Nullable String shownVersion() {
      return bucket.shownVersion(object);
    }
  }
}
