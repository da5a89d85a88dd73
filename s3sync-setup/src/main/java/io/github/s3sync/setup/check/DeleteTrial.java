package io.github.s3sync.setup.check;

import io.github.s3sync.key.ObjectRef;
import io.github.s3sync.setup.check.Attempt.Kind;
import io.github.s3sync.setup.finding.Check;
import io.github.s3sync.setup.finding.Severity;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.DeleteObjectResponse;

/**
 * Checks whether replicas may be deleted. The request names a key that does not exist, and has the
 * condition of an entity tag that no object has, so that no object can be deleted. S3 answers 404
 * or 412 if it would have deleted; a conditional delete also requires s3:GetObject. Whether S3
 * creates a delete marker for a missing key was not tested with AWS; a finding reports it.
 *
 * @see <a href=
 *     "https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-deletes.html">How to
 *     perform conditional deletes</a>
 */
final class DeleteTrial {

  private final Route route;
  private final S3Client client;
  private final ObjectRef nothing;

  DeleteTrial(Route route, S3Client client, String key) {
    this.route = route;
    this.client = client;
    this.nothing = new ObjectRef(route.destination().bucket(), key + ".s3sync-check");
  }

  Verdict run(Verdict list, @Nullable Verdict get) {
    Attempt<DeleteObjectResponse> attempt =
        Attempt.requireNoContent(
            Attempt.of(
                "DeleteObject " + nothing,
                () ->
                    client.deleteObject(
                        r ->
                            r.bucket(nothing.bucket())
                                .key(nothing.key())
                                .ifMatch(UploadCalls.NONE)
                                .expectedBucketOwner(route.destination().expectedOwner())
                                .requestPayer(route.payer()))));
    if (attempt.value() != null && Boolean.TRUE.equals(attempt.value().deleteMarker())) {
      route.add(
          Severity.WARNING,
          Check.LEFT_BEHIND,
          "s3://" + nothing.bucket(),
          "the check left a delete marker at " + nothing + ", where no object existed");
    }
    boolean certain = list.isAllowed() && get != null && get.isAllowed();
    return attempt.is(Kind.REFUSED) && !certain
        ? Verdict.unknown(
            attempt.text()
                + "; without s3:GetObject and s3:ListBucket, S3 always gives this answer")
        : Verdict.of(attempt);
  }
}
