package io.github.s3sync.setup.check;

import io.github.s3sync.key.ObjectRef;
import io.github.s3sync.request.TrialProperties;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CreateMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.ListMultipartUploadsResponse;
import software.amazon.awssdk.services.s3.model.ListPartsResponse;
import software.amazon.awssdk.services.s3.model.RequestPayer;
import software.amazon.awssdk.services.s3.model.Tag;

/** Sends the requests for uploads of one replica. */
final class UploadCalls {

  /** An upload id and entity tag that does not exist. */
  static final String NONE = "s3sync-check";

  private static final List<Tag> TAGS = List.of(Tag.builder().key("s3sync").value("check").build());

  private final Route route;
  private final S3Client client;
  private final ObjectRef replica;
  private final @Nullable String owner;
  private final @Nullable RequestPayer payer;
  private final HeadObjectResponse head;

  UploadCalls(Route route, S3Client client, String key, @Nullable HeadObjectResponse head) {
    this.route = route;
    this.client = client;
    this.replica = new ObjectRef(route.destination().bucket(), key);
    this.owner = route.destination().expectedOwner();
    this.payer = route.payer();
    this.head = head == null ? HeadObjectResponse.builder().build() : head;
  }

  /**
   * Creates the upload that a copy would create, without some headers. S3 sends no notification of
   * it.
   */
  Attempt<String> begin(Set<UploadHeader> without) {
    CreateMultipartUploadRequest.Builder request =
        CreateMultipartUploadRequest.builder()
            .bucket(replica.bucket())
            .key(replica.key())
            .expectedBucketOwner(owner)
            .requestPayer(payer);
    TrialProperties.applyToUpload(
        request,
        route.rule().options(),
        head,
        route.rule().options().tags() ? TAGS : List.<Tag>of());
    without.forEach(header -> header.removeFrom(request));
    Attempt<String> begun =
        Attempt.of(
            "CreateMultipartUpload " + replica,
            () -> {
              String id = client.createMultipartUpload(request.build()).uploadId();
              return id == null ? "" : id;
            });
    return "".equals(begun.value())
        ? Attempt.inconclusive(begun.text() + ": the answer contains no upload id")
        : begun;
  }

  Attempt<?> abort(String uploadId) {
    return Attempt.requireNoContent(
        Attempt.of(
            "AbortMultipartUpload " + replica,
            () ->
                client.abortMultipartUpload(
                    r ->
                        r.bucket(replica.bucket())
                            .key(replica.key())
                            .uploadId(uploadId)
                            .expectedBucketOwner(owner)
                            .requestPayer(payer))));
  }

  Attempt<?> listParts(String uploadId) {
    Attempt<ListPartsResponse> answer =
        Attempt.of(
            "ListParts " + replica,
            () ->
                client.listParts(
                    r ->
                        r.bucket(replica.bucket())
                            .key(replica.key())
                            .uploadId(uploadId)
                            .expectedBucketOwner(owner)
                            .requestPayer(payer)));
    boolean none = answer.value() != null && answer.value().uploadId() == null;
    return none ? Attempt.inconclusive(answer.text() + ": the answer contains no list") : answer;
  }

  Attempt<?> listUploads() {
    Attempt<ListMultipartUploadsResponse> answer =
        Attempt.of(
            "ListMultipartUploads s3://" + replica.bucket(),
            () ->
                client.listMultipartUploads(
                    r ->
                        r.bucket(replica.bucket())
                            .prefix(replica.key())
                            .maxUploads(1)
                            .expectedBucketOwner(owner)
                            .requestPayer(payer)));
    boolean none = answer.value() != null && answer.value().bucket() == null;
    return none ? Attempt.inconclusive(answer.text() + ": the answer contains no list") : answer;
  }
}
