package io.github.s3sync.setup.check;

import io.github.s3sync.setup.policy.Need;
import io.github.s3sync.setup.policy.Topic;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;

/**
 * What may be done with the source: listed, looked at, its tags read, and one byte of it where it
 * is encrypted with KMS. HeadObject takes the permission of GetObject, and none of KMS's as long as
 * no checksum is asked for.
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

  /** Tries, and gives the keys to go on with. */
  Tried run() {
    Attempt<ListObjectsV2Response> listing = objects.list(route.rule().prefix(), LOOKED_THROUGH);
    Verdict list = Verdict.of(listing);
    Sample sample = Sample.of(route, listing);
    Attempt<HeadObjectResponse> head = objects.head(sample.key());
    boolean allowed = list.isAllowed();
    for (Need need : Need.of(route.rule())) {
      Verdict verdict =
          switch (need.topic()) {
            case FIND_SOURCES -> list;
            case READ_SOURCES ->
                need.action().equals("s3:GetObjectTagging")
                    ? objects.tagging(sample.key(), sample.exists(), list)
                    : objects.reading(sample.key(), head, sample.exists(), list);
            case WRITE_REPLICAS, FIND_REPLICAS, USE_KEYS, ASSUME_ROLES -> null;
          };
      if (verdict != null) {
        route.permission(need.topic(), need.action(), subject, verdict);
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
          byteOfIt.isOfKey()
              ? Verdict.ofOption(
                  byteOfIt, "enable the source's key, or have the object encrypted with another")
              : Verdict.of(byteOfIt);
      route.permission(Topic.USE_KEYS, "kms:Decrypt", head.ssekmsKeyId(), subject, verdict);
    }
  }

  /**
   * What came of it.
   *
   * @param sample the keys
   * @param head the source; null if it is not there, or was not shown
   * @param anyAllowed whether anything was allowed at all
   */
  record Tried(Sample sample, @Nullable HeadObjectResponse head, boolean anyAllowed) {}
}
