package io.github.s3sync.transfer;

import io.github.s3sync.checksum.Checksums;
import io.github.s3sync.copy.ConditionNotMet;
import io.github.s3sync.plan.CopyPlan;
import io.github.s3sync.request.S3Calls;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.model.ChecksumAlgorithm;
import software.amazon.awssdk.services.s3.model.ChecksumType;
import software.amazon.awssdk.services.s3.model.EncodingType;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.ListPartsResponse;
import software.amazon.awssdk.services.s3.model.MultipartUpload;
import software.amazon.awssdk.services.s3.model.Part;

/** Finds unfinished multipart uploads for a replica that could belong to the current source. */
final class OpenUploads {

  private final CopyPlan plan;
  private final S3Calls calls;

  OpenUploads(S3Calls calls) {
    this.plan = calls.plan();
    this.calls = calls;
  }

  /**
   * Returns the newest upload that is not older than the source and has the given type of checksum
   * and layout; null if there is none.
   *
   * @param useless the ids of uploads to ignore
   */
  @Nullable OpenUpload find(
      HeadObjectResponse head,
      PartLayout layout,
      @Nullable ChecksumAlgorithm checksum,
      Set<String> useless) {
    Instant written = head.lastModified();
    if (written == null) {
      return null;
    }
    List<MultipartUpload> candidates =
        list().stream()
            .filter(upload -> plan.replica().key().equals(upload.key()))
            .filter(upload -> !useless.contains(upload.uploadId()))
            .filter(upload -> upload.initiated() != null && !upload.initiated().isBefore(written))
            .filter(upload -> upload.checksumAlgorithm() == checksum)
            .filter(upload -> upload.checksumType() == ChecksumType.FULL_OBJECT)
            .sorted(Comparator.comparing(MultipartUpload::initiated).reversed())
            .toList();
    for (MultipartUpload candidate : candidates) {
      OpenUpload upload = openIfListed(candidate.uploadId(), written, layout);
      if (upload != null) {
        return upload;
      }
    }
    return null;
  }

  /**
   * Lists the first thousand uploads, which suffice: the uploads of the exact key come before those
   * of longer keys.
   */
  private List<MultipartUpload> list() {
    return calls
        .write(
            "ListMultipartUploads",
            (client, override) ->
                client.listMultipartUploads(
                    r ->
                        r.bucket(plan.replica().bucket())
                            .prefix(plan.replica().key())
                            .encodingType(EncodingType.URL)
                            .expectedBucketOwner(plan.destination().expectedOwner())
                            .requestPayer(calls.payer())
                            .overrideConfiguration(override)))
        .uploads();
  }

  /**
   * Returns null if the upload has ended although it is listed, or if its parts have another
   * layout.
   */
  private @Nullable OpenUpload openIfListed(String id, Instant written, PartLayout layout) {
    try {
      return open(id, written, layout);
    } catch (ConditionNotMet e) {
      if (e.condition() == ConditionNotMet.Condition.UPLOAD_GONE) {
        return null;
      }
      throw e;
    }
  }

  /** Returns null if its parts have another layout. */
  private @Nullable OpenUpload open(String id, Instant written, PartLayout layout) {
    OpenUpload upload = OpenUpload.found(id, layout);
    int after = 0;
    while (true) {
      ListPartsResponse page = parts(id, after);
      for (Part part : page.parts()) {
        int index = part.partNumber() - 1;
        if (index >= layout.parts() || part.size() != layout.bytes(index)) {
          return null;
        }
        if (part.lastModified() != null && !part.lastModified().isBefore(written)) {
          upload.add(index, Checksums.completed(part.partNumber(), part.eTag(), part));
        }
      }
      Integer next = page.nextPartNumberMarker();
      // A store that ignores the marker would return the same page forever.
      if (!Boolean.TRUE.equals(page.isTruncated())
          || next == null
          || next <= after
          || next >= layout.parts()) {
        return upload;
      }
      after = next;
    }
  }

  private ListPartsResponse parts(String id, int after) {
    return calls.write(
        "ListParts",
        (client, override) ->
            client.listParts(
                r ->
                    r.bucket(plan.replica().bucket())
                        .key(plan.replica().key())
                        .uploadId(id)
                        .partNumberMarker(after == 0 ? null : after)
                        .expectedBucketOwner(plan.destination().expectedOwner())
                        .requestPayer(calls.payer())
                        .overrideConfiguration(override)));
  }
}
