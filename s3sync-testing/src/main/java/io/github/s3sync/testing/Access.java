package io.github.s3sync.testing;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiPredicate;
import org.jspecify.annotations.Nullable;

/**
 * Who may do what: policies, owner guards, requester pays. Everything not denied is allowed, but
 * for those who may do certain things only.
 */
final class Access {

  private final Store store;
  private final List<Denial> denials = new CopyOnWriteArrayList<>();
  private final Map<String, BiPredicate<String, String>> allowances = new ConcurrentHashMap<>();

  Access(Store store) {
    this.store = store;
  }

  void deny(String accessKeyId, String action, String bucket) {
    denials.add(new Denial(accessKeyId, action, bucket));
  }

  void allowOnly(String accessKeyId, BiPredicate<String, String> allowed) {
    allowances.put(accessKeyId, allowed);
  }

  void clear() {
    allowances.clear();
    denials.clear();
  }

  /** The bucket of the request, once the request may do these actions in it. */
  Bucket open(S3Request request, String... actions) {
    return open(request, request.bucket(), "x-amz-expected-bucket-owner", actions);
  }

  /** The bucket of the copy's source, once the request may do these actions in it. */
  Bucket openSource(S3Request request, String bucket, String... actions) {
    return open(request, bucket, "x-amz-source-expected-bucket-owner", actions);
  }

  void require(S3Request request, Bucket bucket, String action) {
    if (!allows(request, bucket, action)) {
      throw Refusal.accessDenied(
          request.accessKeyId()
              + " is not authorized to perform: "
              + action
              + " on "
              + bucket.name());
    }
  }

  boolean allows(S3Request request, Bucket bucket, String action) {
    return allowances
            .getOrDefault(request.accessKeyId(), (a, b) -> true)
            .test(action, bucket.name())
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

  private Bucket open(S3Request request, String name, String guard, String... actions) {
    Bucket bucket = store.bucket(name);
    String expectedOwner = request.header(guard);
    if (expectedOwner != null && !expectedOwner.equals(bucket.owner())) {
      throw Refusal.accessDenied("Access Denied");
    }
    if (bucket.requesterPays() && !"requester".equals(request.header("x-amz-request-payer"))) {
      throw Refusal.accessDenied("Access Denied");
    }
    for (String action : actions) {
      require(request, bucket, action);
    }
    return bucket;
  }

  /** Requires what the optional parts of a write need, and that the bucket takes its ACL. */
  void requireForWrite(S3Request request, Bucket bucket) {
    if (request.header("x-amz-tagging") != null) {
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

  private record Denial(String accessKeyId, String action, String bucket) {

    boolean covers(String accessKeyId, String action, String bucket) {
      return (this.accessKeyId.equals("*") || this.accessKeyId.equals(accessKeyId))
          && (this.action.equals("*") || this.action.equals(action))
          && (this.bucket.equals("*") || this.bucket.equals(bucket));
    }
  }
}
