package io.github.s3sync.executor;

import io.github.s3sync.checksum.ChecksumChoice;
import io.github.s3sync.client.StoreTraits;
import io.github.s3sync.option.CopyOptions;
import io.github.s3sync.pattern.SizeRange;
import io.github.s3sync.plan.CopyPlan;
import io.github.s3sync.request.Source;
import io.github.s3sync.transfer.CopySettings;
import io.github.s3sync.transfer.PartLayout;
import io.github.s3sync.transfer.Resumption;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Predicts the requests of a plan, if nothing changes meanwhile and nothing fails. The steps are
 * those of {@link Convergence}.
 */
final class RequestForecast {

  private static final String HEAD = "HeadObject";

  private final CopyPlan plan;
  private final CopyOptions options;
  private final CopySettings settings;
  private final StoreTraits traits;
  private final boolean toAws;
  private final StepChoices choices;
  private final List<String> requests = new ArrayList<>();

  RequestForecast(CopyPlan plan, CopySettings settings, StoreTraits traits, boolean toAws) {
    this.plan = plan;
    this.options = plan.rule().options();
    this.settings = settings;
    this.traits = traits;
    this.toAws = toAws;
    this.choices = new StepChoices(plan, settings, toAws);
  }

  /** Returns the names of the operations, in order. */
  List<String> requests() {
    if (choices.isDeleteEvent()) {
      delete();
    } else {
      copy(plan.event().sizeBytes());
    }
    return requests;
  }

  private void delete() {
    // The answer to HEAD has no body that distinguishes a missing key from a missing bucket.
    requests.addAll(List.of(HEAD, "HeadBucket"));
    if (choices.isTwoWay() || !plan.rule().sizes().equals(SizeRange.ANY)) {
      requests.add(HEAD);
    }
    if (choices.isTwoWay()) {
      requests.add(HEAD);
    }
    requests.addAll(List.of("DeleteObject", HEAD));
  }

  private void copy(@Nullable Long size) {
    boolean large = size != null && choices.isLarge(size);
    boolean inParts = large && !choices.avoidsParts();
    if (large || choices.needsSourceLookup() || Source.of(plan.event()) == null) {
      requests.add(HEAD);
    }
    if (choices.isTwoWay()) {
      requests.add(HEAD);
    }
    if (choices.needsReplicaLookup(large)) {
      requests.add(HEAD);
    }
    if (options.tags() && (inParts || choices.streams() || choices.verifies())) {
      requests.add("GetObjectTagging");
    }
    if (size != null && inParts) {
      parts(size);
    } else {
      requests.addAll(
          choices.streams() ? List.of("GetObject", "PutObject") : List.of("CopyObject"));
    }
    if (choices.verifies() || (!toAws && inParts)) {
      requests.add(HEAD);
    }
    if (!toAws && inParts && !options.overwrite() && !choices.streams()) {
      requests.add(HEAD);
    }
    recheck(inParts);
  }

  private void parts(long size) {
    // If the source has a full checksum, which S3 computes for every new object.
    if (Resumption.mayResume(plan)
        && !(choices.streams()
            && traits.streamedChecksum(settings.clients(), plan) == ChecksumChoice.NONE)) {
      requests.add("ListMultipartUploads");
    }
    requests.add("CreateMultipartUpload");
    long partSize = choices.streams() ? settings.streamedPartBytes() : settings.partSizeBytes();
    for (int part = PartLayout.of(size, partSize).parts(); part > 0; part--) {
      requests.addAll(
          choices.streams() ? List.of("GetObject", "UploadPart") : List.of("UploadPartCopy"));
    }
    requests.add("CompleteMultipartUpload");
  }

  private void recheck(boolean inParts) {
    if (!choices.mustRecheck(!options.recheckAfter().isZero(), inParts)) {
      return;
    }
    requests.add(HEAD);
    boolean byReplica = !inParts && !choices.streams() && !choices.isTwoWay();
    if (byReplica && plan.event().versionId() == null) {
      // In a bucket without versions only the properties of the replica can be compared.
      requests.add(HEAD);
    }
  }
}
