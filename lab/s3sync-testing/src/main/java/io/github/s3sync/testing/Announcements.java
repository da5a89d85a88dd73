package io.github.s3sync.testing;

import io.github.s3sync.testing.NotificationBody.Change;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Sends S3's notification after each write of the fake. Writes of one key run one at a time, so
 * that the notification describes the object that its own write created.
 */
final class Announcements {

  private final Store store;
  private final Notifier notifier;

  Announcements(Store store, Notifier notifier) {
    this.store = store;
    this.notifier = notifier;
  }

  Answer around(S3Request request, Operation operation) {
    String created = nameOf(request.operation());
    boolean deletes = request.operation().equals("DeleteObject");
    if ((created == null && !deletes) || !notifier.hasListener(request.bucket(), request.key())) {
      return operation.run(request);
    }
    Answer answer;
    String body;
    synchronized (notifier.lock(request.bucket(), request.key())) {
      answer = operation.run(request);
      Bucket bucket = store.bucket(request.bucket());
      Change change =
          created == null ? removed(request, answer) : created(created, request, bucket);
      body =
          NotificationBody.of(
              request.bucket(),
              request.key(),
              change,
              "AWS:" + request.accessKeyId(),
              Instant.now(),
              notifier.nextSequencer());
    }
    notifier.send(request.bucket(), request.key(), body);
    return answer;
  }

  private static @Nullable String nameOf(String operation) {
    return switch (operation) {
      case "PutObject" -> "ObjectCreated:Put";
      case "CopyObject" -> "ObjectCreated:Copy";
      case "CompleteMultipartUpload" -> "ObjectCreated:CompleteMultipartUpload";
      default -> null;
    };
  }

  private static Change created(String name, S3Request request, Bucket bucket) {
    StoredObject object = Objects.requireNonNull(bucket.latest(request.key()), "object");
    return new Change(name, object.content().length(), object.eTag(), bucket.shownVersion(object));
  }

  private static Change removed(S3Request request, Answer answer) {
    boolean marker =
        request.query("versionId") == null
            && "true".equals(answer.headers().get("x-amz-delete-marker"));
    return new Change(
        marker ? "ObjectRemoved:DeleteMarkerCreated" : "ObjectRemoved:Delete",
        null,
        null,
        answer.headers().get("x-amz-version-id"));
  }
}
