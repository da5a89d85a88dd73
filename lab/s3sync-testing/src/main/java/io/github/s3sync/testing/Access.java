package io.github.s3sync.testing;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiPredicate;
import org.jspecify.annotations.Nullable;

/**
 * Who may do what: policies, owner guards, requester pays. Everything not denied is allowed, but
 * for those who may do certain things only.
 */
final class Access {

  /** Asked for an object, too: they decide what is said of one that is not there. */
  private static final Set<String> OF_BUCKETS = Set.of("s3:ListBucket", "s3:ListBucketVersions");

  /** Which part of an ARN it is. */
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

  /** What a principal's own policies and, beyond its account, the bucket's allow. */
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

  /** The bucket of the request, once the request may do these actions in it. */
  Bucket open(S3Request request, String... actions) {
    return open(request, request.bucket(), request.key(), "x-amz-expected-bucket-owner", actions);
  }

  /** The bucket of the copy's source, once the request may do these actions in it. */
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
   * Refuses who is denied the use of a KMS key; those who may do certain things only may use any.
   */
  void requireKey(S3Request request, @Nullable String key, String action) {
    if (key != null
        && denials.stream().anyMatch(denial -> denial.covers(request.accessKeyId(), action, key))) {
      throw Refusal.accessDenied(
          request.accessKeyId() + " is not authorized to perform: " + action + " on " + key);
    }
  }

  /** What S3 says of a key that is not there: only to those who may list. */
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

  /** Requires what the optional parts of a write need, and that the bucket takes its ACL. */
  void requireForWrite(S3Request request, Bucket bucket) {
    // An empty set gives no tags.
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

  /** What somebody may do. */
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
