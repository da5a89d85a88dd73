package io.github.s3sync.testing;

import io.github.s3sync.testing.StoredObject.Restore;
import java.util.Map;

/**
 * Implements RestoreObject, which only starts a restore; {@link FakeBucket#restore} completes it.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/AmazonS3/latest/API/API_RestoreObject.html">RestoreObject</a>
 */
final class ObjectRestore {

  private final Access access;
  private final ObjectReads reads;

  ObjectRestore(Access access, ObjectReads reads) {
    this.access = access;
    this.reads = reads;
  }

  void register(Map<String, Operation> operations) {
    operations.put("RestoreObject", this::restore);
  }

  private Answer restore(S3Request request) {
    Bucket bucket = access.open(request, "s3:RestoreObject");
    StoredObject object = reads.find(request, bucket);
    if (!object.inArchive()) {
      throw new Refusal(
          403, "InvalidObjectState", "Restore is not allowed for the object's storage class");
    }
    return switch (object.restore()) {
      case NONE -> {
        bucket.change(request.key(), object.versionId(), o -> o.with(Restore.ONGOING));
        yield Answer.empty(202);
      }
      case ONGOING ->
          throw new Refusal(
              409, "RestoreAlreadyInProgress", "Object restore is already in progress");
      case DONE -> Answer.empty(200);
    };
  }
}
