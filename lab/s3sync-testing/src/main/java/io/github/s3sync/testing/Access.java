package io.github.s3sync.testing;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiPredicate;
import org.jspecify.annotations.Nullable;

/**
 * Decides which requests are allowed: policies, owner guards, requester pays. Every action is
 * allowed unless it is denied, or the caller is limited to certain actions.
 */
final class Access {

  /** Actions that also apply to requests for objects: they decide the answer for a missing key. */
  private static final Set<String> OF_BUCKETS = Set.of("s3:ListBucket", "s3:ListBucketVersions");

  /** The index of the account in an ARN. */
  private static final int ACCOUNT = 4;

  private final Store store;
  private final List<Denial> denials = new CopyOnWriteArrayList<>();
  private final Map<String, Allowance> allowances = new ConcurrentHashMap<>();

  Access(Store store) {
    this.store = store;
  }

  void deny(String accessKeyId, String action, String bucket) {
    denials.add(new Denial(accessKeyId, action, bucket));
  }

  void allowOnly(String accessKeyId, BiPredicate<String, String> allowed) {
    allowances.put(accessKeyId, (action, bucket, key) -> allowed.test(action, bucket.name()));
  }

  /**
   * Allows an access key what the principal's own policies and, beyond its account, the bucket's
   * policy allow.
   */
  void enforce(String accessKeyId, String principal, List<PolicyDocument> policies) {
    String account = principal.split(":", -1)[ACCOUNT];
    allowances.put(
        accessKeyId,
        (action, bucket, key) -> {
          String resource = resource(action, bucket, key);
          PolicyDocument others = bucket.policy();
          return policies.stream().anyMatch(policy -> policy.allows(action, resource))
              && (bucket.owner().equals(account)
                  || (others != null && others.allows(principal, action, resource)));
        });
  }

  private static String resource(String action, Bucket bucket, String key) {
    String arn = "arn:aws:s3:::" + bucket.name();
    return key.isEmpty() || OF_BUCKETS.contains(action) ? arn : arn + "/" + key;
  }

  void clear() {
    allowances.clear();
    denials.clear();
  }

  /** Returns the bucket of the request, if the request may perform these actions in it. */
  Bucket open(S3Request request, String... actions) {
    return open(request, request.bucket(), request.key(), "x-amz-expected-bucket-owner", actions);
  }

  /** Returns the bucket of the copy's source, if the request may perform these actions in it. */
  Bucket openSource(S3Request request, String bucket, String key, String... actions) {
    return open(request, bucket, key, "x-amz-source-expected-bucket-owner", actions);
  }

  void require(S3Request request, Bucket bucket, String action) {
    require(request, bucket, request.key(), action);
  }

  void require(S3Request request, Bucket bucket, String key, String action) {
    if (!allows(request, bucket, key, action)) {
      throw Refusal.accessDenied(
          request.accessKeyId()
              + " is not authorized to perform: "
              + action
              + " on "
              + bucket.name());
    }
  }

  boolean allows(S3Request request, Bucket bucket, String action) {
    return allows(request, bucket, request.key(), action);
  }

  boolean allows(S3Request request, Bucket bucket, String key, String action) {
    return allowances
            .getOrDefault(request.accessKeyId(), (a, b, k) -> true)
            .allows(action, bucket, key)
        && denials.stream()
            .noneMatch(denial -> denial.covers(request.accessKeyId(), action, bucket.name()));
  }

  /**
   * Refuses a caller that is denied the use of a KMS key; a caller that is limited to certain
   * actions may use any key.
   */
  void requireKey(S3Request request, @Nullable String key, String action) {
    if (key != null
        && denials.stream().anyMatch(denial -> denial.covers(request.accessKeyId(), action, key))) {
      throw Refusal.accessDenied(
          request.accessKeyId() + " is not authorized to perform: " + action + " on " + key);
    }
  }

  /** Returns S3's answer for a missing key, which reveals that only to a caller that may list. */
  Refusal missing(S3Request request, Bucket bucket, String key) {
    return allows(request, bucket, "s3:ListBucket")
        ? Refusal.noSuchKey(key)
        : Refusal.accessDenied("Access Denied");
  }

  private Bucket open(S3Request request, String name, String key, String guard, String... actions) {
    Bucket bucket = store.bucket(name);
    String expectedOwner = request.header(guard);
    if (expectedOwner != null && !expectedOwner.equals(bucket.owner())) {
      throw Refusal.accessDenied("Access Denied");
    }
    if (bucket.requesterPays() && !"requester".equals(request.header("x-amz-request-payer"))) {
      throw Refusal.accessDenied("Access Denied");
    }
    for (String action : actions) {
      require(request, bucket, key, action);
    }
    return bucket;
  }

  /**
   * Requires the actions for the optional parts of a write, and that the bucket accepts its ACL.
   */
  void requireForWrite(S3Request request, Bucket bucket) {
    // An empty set does not set tags.
    if (!request.header("x-amz-tagging", "").isEmpty()) {
      require(request, bucket, "s3:PutObjectTagging");
    }
    requireKey(request, request.header(ObjectProperties.KEY_ID), "kms:GenerateDataKey");
    if (request.header("x-amz-object-lock-mode") != null) {
      require(request, bucket, "s3:PutObjectRetention");
    }
    if (request.header("x-amz-object-lock-legal-hold") != null) {
      require(request, bucket, "s3:PutObjectLegalHold");
    }
    requireAcl(request, bucket);
  }

  void requireAcl(S3Request request, Bucket bucket) {
    String acl = request.header("x-amz-acl");
    boolean grants =
        request.headers().keySet().stream().anyMatch(h -> h.startsWith("x-amz-grant-"));
    if (acl == null && !grants) {
      return;
    }
    if (bucket.ownerEnforced() && (grants || !"bucket-owner-full-control".equals(acl))) {
      throw new Refusal(400, "AccessControlListNotSupported", "The bucket does not allow ACLs");
    }
    require(request, bucket, "s3:PutObjectAcl");
  }

  /** Decides what a caller may do. */
  private interface Allowance {
    boolean allows(String action, Bucket bucket, String key);
  }

  private record Denial(String accessKeyId, String action, String bucket) {

    boolean covers(String accessKeyId, String action, String bucket) {
      return (this.accessKeyId.equals("*") || this.accessKeyId.equals(accessKeyId))
          && (this.action.equals("*") || this.action.equals(action))
          && (this.bucket.equals("*") || this.bucket.equals(bucket));
    }
  }
}
