package io.github.s3sync.setup.check;

import io.github.s3sync.rule.Encryption;
import io.github.s3sync.setup.policy.Need;
import io.github.s3sync.setup.policy.Topic;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;

/** What may be done with the destination, without writing an object. */
final class DestinationTrial {

  private final Route route;
  private final S3Client client;
  private final SourceTrial.Tried source;
  private final String key;
  private final String subject;
  private final ObjectCalls objects;
  private final Map<String, Verdict> verdicts = new HashMap<>();

  DestinationTrial(Route route, S3Client client, SourceTrial.Tried source) {
    this.route = route;
    this.client = client;
    this.source = source;
    this.key = source.sample().replica();
    String bucket = route.destination().bucket();
    this.subject = "s3://" + bucket;
    this.objects =
        new ObjectCalls(client, bucket, route.destination().expectedOwner(), route.payer());
  }

  /**
   * Tries.
   *
   * @param probe how the key of an object begins that may be written; null if none may
   * @return what is known of each action
   */
  Map<String, Verdict> run(@Nullable String probe) {
    List<Need> needs =
        Need.of(route.rule()).stream()
            .filter(
                need -> need.topic() == Topic.WRITE_REPLICAS || need.topic() == Topic.FIND_REPLICAS)
            .toList();
    Attempt<ListObjectsV2Response> listing = objects.list(key, 1);
    Verdict list = Verdict.of(listing);
    Attempt<HeadObjectResponse> head = objects.head(key);
    boolean exists = head.is(Attempt.Kind.DONE) || isListed(listing);
    UploadCalls uploads = new UploadCalls(route, client, key, source.head());
    verdicts.put("s3:ListBucket", list);
    verdicts.put("s3:GetObject", objects.reading(key, head, exists, list));
    if (isNeeded(needs, "s3:GetObjectTagging")) {
      verdicts.put("s3:GetObjectTagging", objects.tagging(key, exists, list));
    }
    if (isNeeded(needs, "s3:ListBucketMultipartUploads")) {
      verdicts.put("s3:ListBucketMultipartUploads", Verdict.of(uploads.listUploads()));
    }
    verdicts.putAll(new UploadTrial(route, uploads, headers(needs)).run());
    decrypt(head.value());
    if (isNeeded(needs, "s3:DeleteObject")) {
      verdicts.put(
          "s3:DeleteObject",
          route.isAws(client)
              ? new DeleteTrial(route, client, key).run(list, verdicts.get("s3:GetObject"))
              : Verdict.unknown(
                  "another store than S3 may delete whatever the condition is; a probe would"
                      + " tell"));
    }
    if (probe != null) {
      new Probe(route, client, objects, probe, usesKey())
          .run()
          .forEach((action, verdict) -> verdicts.merge(action, verdict, Verdict::orElse));
    }
    tell(needs);
    return verdicts;
  }

  private static boolean isNeeded(List<Need> needs, String action) {
    return needs.stream().anyMatch(need -> need.action().equals(action));
  }

  private boolean isListed(Attempt<ListObjectsV2Response> listing) {
    return listing.value() != null
        && listing.value().contents().stream().anyMatch(object -> object.key().equals(key));
  }

  private List<UploadHeader> headers(List<Need> needs) {
    List<UploadHeader> headers = new ArrayList<>();
    Arrays.stream(UploadHeader.values())
        .filter(header -> header == UploadHeader.KEY ? usesKey() : isNeeded(needs, header.action()))
        .forEach(headers::add);
    return headers;
  }

  /** Whether replicas are encrypted with a key that somebody may use and somebody may not. */
  private boolean usesKey() {
    Encryption encryption = route.rule().options().encryption();
    return encryption == null
        ? route.replicaKey() != null
        : !encryption.algorithm().equals("AES256");
  }

  private String keyName() {
    Encryption encryption = route.rule().options().encryption();
    String known = route.replicaKey();
    if (known != null) {
      return known;
    }
    String named = encryption == null ? null : encryption.kmsKeyId();
    return named == null ? "alias/aws/s3" : named;
  }

  /**
   * Only an object that is there tells; whether S3 looks at kms:Decrypt when an upload is begun is
   * not documented.
   */
  private void decrypt(@Nullable HeadObjectResponse head) {
    if (!usesKey()) {
      return;
    }
    String used = head == null ? null : head.ssekmsKeyId();
    boolean same = used != null && (used.equals(keyName()) || !keyName().startsWith("arn:"));
    verdicts.put(
        "kms:Decrypt",
        same
            ? Verdict.of(objects.firstByte(key))
            : Verdict.unknown("there is no replica of this key to read, which a probe would be"));
  }

  private void tell(List<Need> needs) {
    for (Need need : needs) {
      Verdict verdict = verdicts.get(need.action());
      route.permission(
          need.topic(),
          need.action(),
          subject,
          verdict == null ? Verdict.unknown("it is not tried") : verdict);
    }
    for (String action : List.of("kms:GenerateDataKey", "kms:Decrypt")) {
      Verdict verdict = verdicts.get(action);
      if (verdict != null) {
        route.permission(Topic.USE_KEYS, action, keyName(), subject, verdict);
      }
    }
  }
}
