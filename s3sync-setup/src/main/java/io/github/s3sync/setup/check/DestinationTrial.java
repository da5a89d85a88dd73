package io.github.s3sync.setup.check;

import io.github.s3sync.option.Encryption;
import io.github.s3sync.setup.policy.Purpose;
import io.github.s3sync.setup.policy.RequiredAction;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;

/** Checks the permissions on the destination without writing an object. */
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
   * Runs the checks.
   *
   * @param probe the prefix of the key of an object that may be written; null if no object may be
   * @return the verdict for each action
   */
  Map<String, Verdict> run(@Nullable String probe) {
    List<RequiredAction> needs =
        RequiredAction.of(route.rule()).stream()
            .filter(
                need ->
                    need.purpose() == Purpose.WRITE_REPLICAS
                        || need.purpose() == Purpose.FIND_REPLICAS)
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
                  "not tried, since a store other than S3 may ignore the condition and delete; use"
                      + " a probe"));
    }
    if (probe != null) {
      new Probe(route, client, objects, probe, usesKey())
          .run()
          .forEach((action, verdict) -> verdicts.merge(action, verdict, Verdict::orElse));
    }
    record(needs);
    return verdicts;
  }

  private static boolean isNeeded(List<RequiredAction> needs, String action) {
    return needs.stream().anyMatch(need -> need.action().equals(action));
  }

  private boolean isListed(Attempt<ListObjectsV2Response> listing) {
    return listing.value() != null
        && listing.value().contents().stream().anyMatch(object -> object.key().equals(key));
  }

  private List<UploadHeader> headers(List<RequiredAction> needs) {
    List<UploadHeader> headers = new ArrayList<>();
    Arrays.stream(UploadHeader.values())
        .filter(header -> header == UploadHeader.KEY ? usesKey() : isNeeded(needs, header.action()))
        .forEach(headers::add);
    return headers;
  }

  /** Returns whether replicas are encrypted with a KMS key that only some principals can use. */
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
   * Checks kms:Decrypt with an existing object; whether S3 checks it when an upload is created is
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
            : Verdict.unknown("no replica of this key exists that could be read; use a probe"));
  }

  private void record(List<RequiredAction> needs) {
    for (RequiredAction need : needs) {
      Verdict verdict = verdicts.get(need.action());
      route.permission(
          need.purpose(),
          need.action(),
          subject,
          verdict == null ? Verdict.unknown("not tried") : verdict);
    }
    for (String action : List.of("kms:GenerateDataKey", "kms:Decrypt")) {
      Verdict verdict = verdicts.get(action);
      if (verdict != null) {
        route.permission(Purpose.USE_KEYS, action, keyName(), subject, verdict);
      }
    }
  }
}
