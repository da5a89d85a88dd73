package io.github.s3sync.executor;

import java.util.function.Consumer;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ObjectLockLegalHoldStatus;

/** Deletes a bucket with all contents, in stores that may not support all requests for this. */
final class Cleanup {

  private Cleanup() {}

  static void delete(S3Client client, String bucket) {
    ignoring(
        bucket,
        b ->
            client
                .listMultipartUploadsPaginator(r -> r.bucket(b))
                .uploads()
                .forEach(
                    upload ->
                        client.abortMultipartUpload(
                            r -> r.bucket(b).key(upload.key()).uploadId(upload.uploadId()))));
    ignoring(
        bucket,
        b ->
            client
                .listObjectVersionsPaginator(r -> r.bucket(b))
                .versions()
                .forEach(
                    version ->
                        ignoring(
                            b, any -> version(client, b, version.key(), version.versionId()))));
    ignoring(
        bucket,
        b ->
            client
                .listObjectVersionsPaginator(r -> r.bucket(b))
                .deleteMarkers()
                .forEach(
                    marker ->
                        ignoring(b, any -> version(client, b, marker.key(), marker.versionId()))));
    ignoring(
        bucket,
        b ->
            client
                .listObjectsV2Paginator(r -> r.bucket(b).encodingType("url"))
                .contents()
                .forEach(
                    object ->
                        ignoring(
                            b, any -> client.deleteObject(r -> r.bucket(b).key(object.key())))));
    try {
      client.deleteBucket(r -> r.bucket(bucket));
    } catch (SdkException e) {
      if (!String.valueOf(e.getMessage()).contains("NoSuchBucket")) {
        System.out.println(
            "the bucket " + bucket + " could not be deleted, please do: " + e.getMessage());
      }
    }
  }

  private static void version(S3Client client, String bucket, String key, String versionId) {
    if (bucket.endsWith("-locked")) {
      ignoring(
          bucket,
          b ->
              client.putObjectLegalHold(
                  r ->
                      r.bucket(b)
                          .key(key)
                          .versionId(versionId)
                          .legalHold(h -> h.status(ObjectLockLegalHoldStatus.OFF))));
      client.deleteObject(
          r -> r.bucket(bucket).key(key).versionId(versionId).bypassGovernanceRetention(true));
    } else {
      client.deleteObject(r -> r.bucket(bucket).key(key).versionId(versionId));
    }
  }

  private static void ignoring(String bucket, Consumer<String> step) {
    try {
      step.accept(bucket);
    } catch (SdkException e) {
      // Deleting the bucket reports what is left.
    }
  }
}
