package io.github.s3sync.setup.check;

import io.github.s3sync.key.ObjectRef;
import io.github.s3sync.setup.check.Attempt.Kind;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.DeleteObjectResponse;

/**
 * Whether replicas may be deleted: a key that nobody uses, and only if it had an entity tag that no
 * object has. S3 says by 404 or 412 that it would have deleted; such a delete takes s3:GetObject,
 * too. No object is ever named that could be somebody's. That a missing key is not answered by a
 * delete marker was not tried with AWS, and is said if it is.
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
        Attempt.confirmed(
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
          "a delete marker was put at " + nothing + ", where no object was");
    }
    boolean certain = list.isAllowed() && get != null && get.isAllowed();
    return attempt.is(Kind.REFUSED) && !certain
        ? Verdict.unknown(
            attempt.text()
                + "; without s3:GetObject and s3:ListBucket that is the answer in any case")
        : Verdict.of(attempt);
  }
}
