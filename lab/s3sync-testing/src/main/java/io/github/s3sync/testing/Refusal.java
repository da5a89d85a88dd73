package io.github.s3sync.testing;

import java.util.LinkedHashMap;
import java.util.Map;

/** Thrown for a request that S3 would answer with an error. */
final class Refusal extends RuntimeException {

  private final int status;
  private final String code;
  private final Map<String, String> details = new LinkedHashMap<>();
  private final Map<String, String> headers = new LinkedHashMap<>();

  Refusal(int status, String code, String message) {
    super(message);
    this.status = status;
    this.code = code;
  }

  static Refusal noSuchKey(String key) {
    return new Refusal(404, "NoSuchKey", "The specified key does not exist.").detail("Key", key);
  }

  static Refusal noSuchVersion(String key, String versionId) {
    return new Refusal(404, "NoSuchVersion", "The specified version does not exist.")
        .detail("Key", key)
        .detail("VersionId", versionId);
  }

  static Refusal noSuchUpload(String uploadId) {
    return new Refusal(
            404,
            "NoSuchUpload",
            "The specified upload does not exist. The upload ID may be invalid, or the upload may"
                + " have been aborted or completed.")
        .detail("UploadId", uploadId);
  }

  static Refusal accessDenied(String why) {
    return new Refusal(403, "AccessDenied", why);
  }

  static Refusal precondition(String condition) {
    return new Refusal(
            412,
            "PreconditionFailed",
            "At least one of the pre-conditions you specified did not hold")
        .detail("Condition", condition);
  }

  static Refusal invalidRequest(String message) {
    return new Refusal(400, "InvalidRequest", message);
  }

  static Refusal invalidArgument(String message) {
    return new Refusal(400, "InvalidArgument", message);
  }

  static Refusal badDigest(String what) {
    return new Refusal(
        400, "BadDigest", "The " + what + " you specified did not match the calculated checksum.");
  }

  Refusal detail(String element, String value) {
    details.put(element, value);
    return this;
  }

  Refusal header(String name, String value) {
    headers.put(name, value);
    return this;
  }

  Answer answer() {
    return Answer.error(status, code, String.valueOf(getMessage()), details).with(headers);
  }
}
