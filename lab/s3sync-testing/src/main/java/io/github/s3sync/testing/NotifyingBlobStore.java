package io.github.s3sync.testing;

import io.github.s3sync.testing.NotificationBody.Change;
import java.io.InputStream;
import java.time.Instant;
import java.util.function.Function;
import java.util.function.Supplier;
import org.gaul.s3proxy.blobstore.BlobStore;
import org.gaul.s3proxy.blobstore.ForwardingBlobStore;
import org.gaul.s3proxy.blobstore.domain.MultipartUpload;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.model.CompleteMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.CompleteMultipartUploadResponse;
import software.amazon.awssdk.services.s3.model.CopyObjectRequest;
import software.amazon.awssdk.services.s3.model.CopyObjectResponse;
import software.amazon.awssdk.services.s3.model.DeleteObjectRequest;
import software.amazon.awssdk.services.s3.model.DeleteObjectResponse;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.PutObjectResponse;

/**
 * Wraps one identity's view of a blob store, and sends S3's notification after each write.
 *
 * <p>Size, eTag and versionId are read from the store after the write. Writes of one key run one at
 * a time, so that these and the sequencer belong to the reported write.
 */
final class NotifyingBlobStore extends ForwardingBlobStore {
  private final String principal;
  private final Notifier notifier;

  NotifyingBlobStore(BlobStore store, String accessKey, Notifier notifier) {
    super(store);
    this.principal = "AWS:" + accessKey;
    this.notifier = notifier;
  }

  @Override
  public PutObjectResponse putBlob(PutObjectRequest request, InputStream payload) {
    String bucket = request.bucket();
    String key = request.key();
    return announce(
        bucket,
        key,
        () -> super.putBlob(request, payload),
        answer -> created("ObjectCreated:Put", bucket, key));
  }

  @Override
  public CopyObjectResponse copyBlob(CopyObjectRequest request) {
    String bucket = request.destinationBucket();
    String key = request.destinationKey();
    return announce(
        bucket,
        key,
        () -> super.copyBlob(request),
        answer -> created("ObjectCreated:Copy", bucket, key));
  }

  @Override
  public CompleteMultipartUploadResponse completeMultipartUpload(
      MultipartUpload upload, CompleteMultipartUploadRequest request) {
    String bucket = upload.containerName();
    String key = upload.blobName();
    return announce(
        bucket,
        key,
        () -> super.completeMultipartUpload(upload, request),
        answer -> created("ObjectCreated:CompleteMultipartUpload", bucket, key));
  }

  @Override
  public DeleteObjectResponse removeBlob(DeleteObjectRequest request) {
    return announce(
        request.bucket(),
        request.key(),
        () -> super.removeBlob(request),
        answer -> removed(request, answer));
  }

  private <R> R announce(
      String bucket, String key, Supplier<R> write, Function<R, Change> whatChanged) {
    if (!notifier.hasListener(bucket, key)) {
      return write.get();
    }
    R answer;
    String body;
    synchronized (notifier.lock(bucket, key)) {
      answer = write.get();
      Change change = whatChanged.apply(answer);
      body =
          NotificationBody.of(
              bucket, key, change, principal, Instant.now(), notifier.nextSequencer());
    }
    notifier.send(bucket, key, body);
    return answer;
  }

  private Change created(String eventName, String bucket, String key) {
    HeadObjectResponse head = delegate().blobMetadata(bucket, key);
    String eTag = head.eTag().replace("\"", "");
    return new Change(eventName, head.contentLength(), eTag, versionOf(head.versionId()));
  }

  private static Change removed(DeleteObjectRequest request, DeleteObjectResponse answer) {
    // A delete of a marker by its version also answers deleteMarker=true, but removes a version.
    boolean marker = request.versionId() == null && Boolean.TRUE.equals(answer.deleteMarker());
    String eventName = marker ? "ObjectRemoved:DeleteMarkerCreated" : "ObjectRemoved:Delete";
    return new Change(eventName, null, null, versionOf(answer.versionId()));
  }

  /**
   * Returns the version, which S3 omits in a bucket without versions and the store may call "null".
   */
  private static @Nullable String versionOf(@Nullable String versionId) {
    return "null".equals(versionId) ? null : versionId;
  }
}
