package io.github.s3sync.copy;

import io.github.s3sync.event.EventKind;
import io.github.s3sync.plan.CopyPlan;
import io.github.s3sync.plan.SkipReason;
import io.github.s3sync.rule.CopyOptions;
import io.github.s3sync.rule.CopyRule;
import io.github.s3sync.rule.SizeRange;
import io.github.s3sync.rule.TransferMode;
import java.util.ArrayList;
import java.util.List;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * Copies inside S3, where the bytes never pass through this JVM; or, for rules that ask for {@link
 * TransferMode#STREAM}, through it.
 *
 * <p>A small object whose event carries its size and eTag costs one request, {@code CopyObject}.
 * Larger ones are copied in parts, several at once, with the same properties. Every copy is pinned
 * to the eTag of one state of the source; if that is no longer the current one, the current one is
 * copied instead.
 *
 * <p>A stream looks at its source, reads it and writes what it read; large objects part by part,
 * several at once, with a buffer for each, see {@link S3CopyExecutorBuilder#streamPartSizeBytes}.
 * Replicas have the same properties whichever way they came.
 *
 * <p>A rule that takes {@link EventKind#REMOVED} has the replica of a source that is gone deleted,
 * by {@code DeleteObject} without a version: in a bucket with versions S3 then puts a delete marker
 * in front of them and destroys none. Only a HEAD answered 404 in a bucket that exists means gone;
 * a 403, which S3 gives for missing keys without {@code s3:ListBucket}, fails. No more than {@link
 * S3CopyExecutorBuilder#deletesPerMinute} are made.
 *
 * <p>Retries of single requests are those of the client. Safe for use by many threads; closes
 * nothing.
 *
 * @since 0.1.0
 */
public final class S3CopyExecutor implements CopyExecutor {

  private final S3CopyExecutorBuilder with;
  private final DeleteBrake brake;
  private final StoreTraits traits;

  S3CopyExecutor(S3CopyExecutorBuilder with) {
    this.with = with;
    this.brake = new DeleteBrake(with.deletesPerMinute, with.nanoTime);
    this.traits = new StoreTraits(with.nanoTime);
  }

  /**
   * Begins an executor that asks one client for everything.
   *
   * @param client the client; whoever made it closes it
   * @return the builder
   */
  public static S3CopyExecutorBuilder builder(S3Client client) {
    return new S3CopyExecutorBuilder(S3Clients.of(client));
  }

  /**
   * Begins an executor.
   *
   * @param clients which client to ask
   * @return the builder
   */
  public static S3CopyExecutorBuilder builder(S3Clients clients) {
    return new S3CopyExecutorBuilder(clients);
  }

  @Override
  public CopyResult execute(CopyPlan plan, Deadline deadline) {
    ClientChecks.check(with.clients, plan);
    if (OwnCopies.tells(plan, with.clients)) {
      return new CopyResult.NotNeeded(SkipReason.OWN_COPY, 0);
    }
    try {
      return new Convergence(with, traits, brake, plan, deadline).run();
    } catch (LinkageError e) {
      throw SdkVersion.incompatible(e);
    }
  }

  @Override
  public void check(CopyRule rule) {
    ClientChecks.check(with.clients, rule);
  }

  @Override
  public List<String> requests(CopyPlan plan) {
    CopyOptions options = plan.rule().options();
    List<String> requests = new ArrayList<>();
    if (plan.event().kind() == EventKind.REMOVED) {
      // HEAD has no body to tell a missing key from a missing bucket.
      requests.addAll(List.of("HeadObject", "HeadBucket", "DeleteObject", "HeadObject"));
      if (options.twoWay() || !plan.rule().sizes().equals(SizeRange.ANY)) {
        requests.add(2, "HeadObject");
      }
      if (options.twoWay()) {
        requests.add(2, "HeadObject");
      }
      return requests;
    }
    Long size = plan.event().sizeBytes();
    boolean streams = options.transfer() == TransferMode.STREAM;
    long threshold = streams ? with.streamedPartBytes() : with.multipartThresholdBytes;
    boolean large = size != null && size > threshold;
    if (large || options.needsHead() || options.twoWay() || Source.of(plan.event()) == null) {
      requests.add("HeadObject");
    }
    if (options.twoWay()) {
      requests.add("HeadObject");
    }
    if (PresentReplica.isLookedFor(options, large, streams)) {
      requests.add("HeadObject");
    }
    if (options.tags() && (large || streams)) {
      requests.add("GetObjectTagging");
    }
    if (size != null && large) {
      // Of a source that has a checksum of the whole, as S3 gives every new object one.
      if (Resumption.mayResume(plan)
          && !(streams && traits.streamedChecksum(with.clients, plan) == ChecksumChoice.NONE)) {
        requests.add("ListMultipartUploads");
      }
      requests.add("CreateMultipartUpload");
      long partSize = streams ? with.streamedPartBytes() : with.partSizeBytes;
      for (int part = PartLayout.of(size, partSize).parts(); part > 0; part--) {
        requests.addAll(streams ? List.of("GetObject", "UploadPart") : List.of("UploadPartCopy"));
      }
      requests.add("CompleteMultipartUpload");
      if (!traits.isAws(with.clients.destination(plan))) {
        // Of the replica: only S3 is told the size that it must have.
        requests.add("HeadObject");
      }
    } else {
      requests.addAll(streams ? List.of("GetObject", "PutObject") : List.of("CopyObject"));
    }
    if (options.overwrite() && (large || options.twoWay() || options.recheckAfter().isZero())) {
      requests.add("HeadObject");
      if (!large && !streams && !options.twoWay() && plan.event().versionId() == null) {
        // Of the replica: in a bucket without versions its properties are all that can be compared.
        requests.add("HeadObject");
      }
    }
    return requests;
  }
}
