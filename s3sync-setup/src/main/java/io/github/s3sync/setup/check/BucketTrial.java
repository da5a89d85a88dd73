package io.github.s3sync.setup.check;

import io.github.s3sync.destination.Access;
import io.github.s3sync.destination.Role;
import io.github.s3sync.setup.check.Attempt.Kind;
import io.github.s3sync.setup.finding.Check;
import io.github.s3sync.setup.finding.Severity;
import io.github.s3sync.setup.policy.Purpose;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.AwsRequestOverrideConfiguration;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.HeadBucketResponse;

/**
 * Checks whether a bucket exists, who owns it, and in which Region it is. S3 names the Region in
 * every answer, also in 301 and 403.
 *
 * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/API/API_HeadBucket.html">HeadBucket</a>
 */
final class BucketTrial {

  private static final String REQUEST = "HeadBucket ";

  private final Route route;
  private final String bucket;
  private final String subject;
  private final @Nullable String owner;
  private final Access access;

  BucketTrial(Route route, String bucket, @Nullable String owner, Access access) {
    this.route = route;
    this.bucket = bucket;
    this.subject = "s3://" + bucket;
    this.owner = owner;
    this.access = access;
  }

  /**
   * Looks for the client to send requests to.
   *
   * @param client the client that is tried first
   * @param elsewhere returns the client of another Region; returns the same client if there is none
   * @return the client to continue with; null if further requests are pointless
   */
  @Nullable Opened open(S3Client client, Function<String, S3Client> elsewhere) {
    Attempt<HeadBucketResponse> head = head(client, owner);
    String region = region(head);
    // A client that follows redirects to the bucket's Region gets an answer.
    if (region != null
        && !head.is(Kind.DONE)
        && !region.equals(regionOf(client))
        && route.isAws(client)) {
      S3Client other = elsewhere.apply(region);
      if (!region.equals(regionOf(other))) {
        error(
            Check.REGION,
            "is in "
                + region
                + ", but the client uses "
                + regionOf(client)
                + "; set that Region for the client");
        return null;
      }
      client = other;
      head = head(client, owner);
    }
    return judge(client, head);
  }

  private @Nullable Opened judge(S3Client client, Attempt<HeadBucketResponse> head) {
    switch (head.kind()) {
      case DONE -> {
        route.add(Severity.OK, Check.BUCKET, subject, "exists");
        if (owner != null) {
          route.add(Severity.OK, Check.OWNER, subject, "belongs to " + owner);
        }
        return new Opened(client, true);
      }
      case REFUSED -> {
        if (owner != null && head(client, null).is(Kind.DONE)) {
          error(Check.OWNER, "belongs to another account, expected " + owner);
          return null;
        }
        return new Opened(client, owner == null);
      }
      case GONE, NO_BUCKET -> error(Check.BUCKET, "does not exist");
      case WRONG_REGION -> error(Check.REGION, "is in another Region: " + head.text());
      case NO_ROLE, NO_CREDENTIALS -> noCredentials(head);
      case INCONCLUSIVE ->
          route.add(Severity.UNKNOWN, Check.BUCKET, subject, "cannot be checked: " + head.text());
      case CONDITION_NOT_MET, NOT_IMPLEMENTED, REJECTED -> {
        route.add(Severity.UNKNOWN, Check.BUCKET, subject, "cannot be checked: " + head.text());
        return new Opened(client, owner == null);
      }
    }
    return null;
  }

  /** Words the finding without the bucket, since both sides of a copy use the same principal. */
  private void noCredentials(Attempt<?> head) {
    String answer = head.text().substring((REQUEST + bucket + ": ").length());
    Role role = access.role();
    if (role != null && head.is(Kind.NO_ROLE)) {
      route.permission(
          Purpose.ASSUME_ROLES, "sts:AssumeRole", role.arn(), role.arn(), Verdict.missing(answer));
    } else {
      String named = access.credentials() == null ? "credentials" : access.credentials();
      route.add(Severity.ERROR, Check.CREDENTIALS, role == null ? named : role.arn(), answer);
    }
  }

  private void error(Check check, String message) {
    route.add(Severity.ERROR, check, subject, message);
  }

  private Attempt<HeadBucketResponse> head(S3Client client, @Nullable String expected) {
    return Attempt.of(
        REQUEST + bucket,
        () ->
            client.headBucket(
                r ->
                    r.bucket(bucket)
                        .expectedBucketOwner(expected)
                        .overrideConfiguration(this::addRequestPayer)));
  }

  /** Adds the header directly, since the request has no property for it. */
  private void addRequestPayer(AwsRequestOverrideConfiguration.Builder with) {
    if (route.payer() != null) {
      with.putHeader("x-amz-request-payer", route.payer().toString());
    }
  }

  private static @Nullable String region(Attempt<HeadBucketResponse> head) {
    return head.value() != null
        ? head.value().bucketRegion()
        : head.header("x-amz-bucket-region").orElse(null);
  }

  private static String regionOf(S3Client client) {
    return client.serviceClientConfiguration().region().id();
  }

  /**
   * Holds the client to send requests to.
   *
   * @param client the client
   * @param ownerSeen false if no answer has shown yet whether the expected account owns the bucket
   */
  record Opened(S3Client client, boolean ownerSeen) {

    /**
     * Records the owner: any request that is allowed with the expected owner proves that it is
     * right.
     */
    void recordOwner(Route route, String bucket, @Nullable String owner, boolean anyAllowed) {
      if (!ownerSeen && anyAllowed) {
        route.add(Severity.OK, Check.OWNER, "s3://" + bucket, "belongs to " + owner);
      } else if (!ownerSeen) {
        route.add(
            Severity.UNKNOWN,
            Check.OWNER,
            "s3://" + bucket,
            "no request is allowed: either permissions are missing, or it belongs to another"
                + " account than "
                + owner);
      }
    }
  }
}
