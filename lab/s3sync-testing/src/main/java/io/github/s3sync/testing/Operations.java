package io.github.s3sync.testing;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/** Contains all operations by name. */
final class Operations {

  private static final int KEY_LIMIT_BYTES = 1024;

  private final Map<String, Operation> operations = new HashMap<>();

  private final Announcements announcements;

  Operations(Store store, Access access, Announcements announcements) {
    this.announcements = announcements;
    ObjectReads reads = new ObjectReads(access);
    new Buckets(store, access).register(operations);
    new BucketConfigurations(access).register(operations);
    new Listings(access).register(operations);
    reads.register(operations);
    new ObjectWrites(access).register(operations);
    new ObjectAttachments(access, reads).register(operations);
    new ObjectRestore(access, reads).register(operations);
    new ObjectCopy(store, access).register(operations);
    new MultipartUploads(store, access).register(operations);
    new MultipartCompletion(store, access).register(operations);
  }

  Answer run(S3Request request) {
    try {
      if (request.key().getBytes(StandardCharsets.UTF_8).length > KEY_LIMIT_BYTES) {
        throw new Refusal(400, "KeyTooLongError", "Your key is too long")
            .detail("MaxSizeAllowed", Integer.toString(KEY_LIMIT_BYTES));
      }
      Operation operation = operations.get(request.operation());
      if (operation == null) {
        throw new Refusal(
            501,
            "NotImplemented",
            "A header or query you provided implies functionality that is not implemented.");
      }
      return announcements.around(request, operation);
    } catch (Refusal refusal) {
      return refusal.answer();
    }
  }
}
