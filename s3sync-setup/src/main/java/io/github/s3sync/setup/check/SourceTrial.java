package io.github.s3sync.setup.check;

import io.github.s3sync.setup.policy.Purpose;
import io.github.s3sync.setup.policy.RequiredAction;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;

/**
 * Checks the permissions on the source: to list it, to look up an object, to read its tags, and to
 * read one byte of an object that is encrypted with KMS. HeadObject requires the permission of
 * GetObject, and none of KMS if no checksum is requested.
 *
 * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/API/API_HeadObject.html">HeadObject</a>
 */
final class SourceTrial {

  private static final int LOOKED_THROUGH = 100;

  private final Route route;
  private final ObjectCalls objects;
  private final String subject;

  SourceTrial(Route route, S3Client client) {
    this.route = route;
    String bucket = route.rule().sourceBucket();
    this.subject = "s3://" + bucket;
    this.objects = new ObjectCalls(client, bucket, route.rule().sourceOwner(), route.payer());
  }

  /** Runs the checks and returns the keys for the following ones. */
  Tried run() {
    Attempt<ListObjectsV2Response> listing = objects.list(route.rule().prefix(), LOOKED_THROUGH);
    Verdict list = Verdict.of(listing);
    Sample sample = Sample.of(route, listing);
    Attempt<HeadObjectResponse> head = objects.head(sample.key());
    boolean allowed = list.isAllowed();
    for (RequiredAction need : RequiredAction.of(route.rule())) {
      Verdict verdict =
          switch (need.purpose()) {
            case FIND_SOURCES -> list;
            case READ_SOURCES ->
                need.action().equals("s3:GetObjectTagging")
                    ? objects.tagging(sample.key(), sample.exists(), list)
                    : objects.reading(sample.key(), head, sample.exists(), list);
            case WRITE_REPLICAS, FIND_REPLICAS, USE_KEYS, ASSUME_ROLES -> null;
          };
      if (verdict != null) {
        route.permission(need.purpose(), need.action(), subject, verdict);
        allowed |= verdict.isAllowed();
      }
    }
    decrypt(sample.key(), head.value());
    return new Tried(sample, head.value(), allowed);
  }

  private void decrypt(String key, @Nullable HeadObjectResponse head) {
    if (head != null && head.ssekmsKeyId() != null) {
      Attempt<GetObjectResponse> byteOfIt = objects.firstByte(key);
      Verdict verdict =
          byteOfIt.isKmsError()
              ? Verdict.ofOption(
                  byteOfIt, "enable the source's key, or encrypt the object with another key")
              : Verdict.of(byteOfIt);
      route.permission(Purpose.USE_KEYS, "kms:Decrypt", head.ssekmsKeyId(), subject, verdict);
    }
  }

  /**
   * Holds the result.
   *
   * @param sample the keys
   * @param head the source; null if it does not exist or could not be read
   * @param anyAllowed whether at least one action was allowed
   */
  record Tried(Sample sample, @Nullable HeadObjectResponse head, boolean anyAllowed) {}
}
