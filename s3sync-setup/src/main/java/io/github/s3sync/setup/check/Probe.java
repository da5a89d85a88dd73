package io.github.s3sync.setup.check;

import io.github.s3sync.key.ObjectRef;
import io.github.s3sync.option.Encryption;
import io.github.s3sync.setup.finding.Check;
import io.github.s3sync.setup.finding.Severity;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.DeleteObjectResponse;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;

/**
 * Writes, reads and deletes an empty object, where no other request shows which actions are
 * allowed. Its key is used once, and it has no object lock. It causes events of the bucket.
 */
final class Probe {

  private final Route route;
  private final S3Client client;
  private final ObjectCalls objects;
  private final ObjectRef object;
  private final boolean usesKey;
  private final String subject;

  Probe(Route route, S3Client client, ObjectCalls objects, String prefix, boolean usesKey) {
    this.route = route;
    this.client = client;
    this.objects = objects;
    this.object =
        new ObjectRef(route.destination().bucket(), prefix + "s3sync-check-" + UUID.randomUUID());
    this.usesKey = usesKey;
    this.subject = "s3://" + route.destination().bucket();
  }

  /**
   * Returns the verdicts for the actions that the object shows; empty if it could not be written.
   */
  Map<String, Verdict> run() {
    Map<String, Verdict> verdicts = new HashMap<>();
    Attempt<?> put =
        Attempt.of("PutObject " + object, () -> client.putObject(put(), RequestBody.empty()));
    if (!put.is(Attempt.Kind.DONE)) {
      route.add(Severity.UNKNOWN, Check.KEY, subject, "the probe was not written: " + put.text());
      return verdicts;
    }
    verdicts.put("s3:GetObject", Verdict.of(objects.head(object.key())));
    verdicts.put(
        "s3:GetObjectTagging",
        objects.tagging(object.key(), true, Verdict.unknown("it was just written")));
    if (usesKey) {
      verdicts.put("kms:Decrypt", Verdict.of(objects.firstByte(object.key())));
    }
    verdicts.put("s3:DeleteObject", delete());
    return verdicts;
  }

  private PutObjectRequest put() {
    PutObjectRequest.Builder request =
        PutObjectRequest.builder()
            .bucket(object.bucket())
            .key(object.key())
            .acl(route.rule().options().acl())
            .expectedBucketOwner(route.destination().expectedOwner())
            .requestPayer(route.payer());
    Encryption encryption = route.rule().options().encryption();
    if (encryption != null) {
      request
          .serverSideEncryption(encryption.algorithm())
          .ssekmsKeyId(encryption.kmsKeyId())
          .bucketKeyEnabled(encryption.bucketKey());
    }
    return request.build();
  }

  private Verdict delete() {
    Attempt<DeleteObjectResponse> deleted =
        Attempt.requireNoContent(
            Attempt.of(
                "DeleteObject " + object,
                () ->
                    client.deleteObject(
                        r ->
                            r.bucket(object.bucket())
                                .key(object.key())
                                .expectedBucketOwner(route.destination().expectedOwner())
                                .requestPayer(route.payer()))));
    if (deleted.value() == null) {
      left("the probe " + object + " could not be deleted: " + deleted.text());
    } else if (Boolean.TRUE.equals(deleted.value().deleteMarker())) {
      left("the probe " + object + " is deleted, and remains as a version under its delete marker");
    }
    return Verdict.of(deleted);
  }

  private void left(String message) {
    route.add(Severity.WARNING, Check.LEFT_BEHIND, subject, message);
  }
}
