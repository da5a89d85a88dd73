package io.github.s3sync.executor;

import io.github.s3sync.checksum.ChecksumChoice;
import io.github.s3sync.client.ClientChecks;
import io.github.s3sync.client.S3Clients;
import io.github.s3sync.client.SdkVersion;
import io.github.s3sync.client.StoreTraits;
import io.github.s3sync.copy.CopyExecutor;
import io.github.s3sync.copy.CopyResult;
import io.github.s3sync.copy.Deadline;
import io.github.s3sync.event.EventKind;
import io.github.s3sync.plan.CopyPlan;
import io.github.s3sync.plan.SkipReason;
import io.github.s3sync.request.PartKeys;
import io.github.s3sync.request.Source;
import io.github.s3sync.rule.CopyOptions;
import io.github.s3sync.rule.CopyRule;
import io.github.s3sync.rule.SizeRange;
import io.github.s3sync.rule.TransferMode;
import io.github.s3sync.transfer.CopySettings;
import io.github.s3sync.transfer.PartLayout;
import io.github.s3sync.transfer.Resumption;
import java.util.ArrayList;
import java.util.List;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * Copies objects inside S3, so that the bytes never pass through this JVM. For rules with {@link
 * TransferMode#STREAM}, the bytes pass through it.
 *
 * <p>A small object whose event carries its size and eTag costs one request, {@code CopyObject}.
 * Larger objects are copied in parts, several at the same time, with the same properties. Every
 * copy is pinned to the eTag of one state of the source. If that state is no longer current, the
 * current one is copied instead.
 *
 * <p>A stream looks up its source, reads the bytes and writes them to the replica. It copies large
 * objects in parts, several at the same time, with a buffer for each part, see {@link
 * S3CopyExecutorBuilder#streamPartSizeBytes}. Replicas have the same properties in both modes.
 *
 * <p>For a rule that accepts {@link EventKind#REMOVED}, the replica of a source that is gone is
 * deleted by {@code DeleteObject} without a version: in a versioned bucket, S3 then adds a delete
 * marker and destroys no version. Only a HEAD answered with 404 in an existing bucket means that
 * the source is gone. A 403, which S3 returns for missing keys without {@code s3:ListBucket}, is a
 * failure. The number of deletes within a minute is limited, see {@link
 * S3CopyExecutorBuilder#deletesPerMinute}.
 *
 * <p>In a store other than Amazon S3, the source is always looked up first, and the replica is
 * looked up and compared after the copy, see {@link
 * io.github.s3sync.rule.CopyOptionsBuilder#verify}.
 *
 * <p>Single requests are retried by the client. Thread-safe. The executor never closes a client.
 *
 * @since 0.1.0
 */
public final class S3CopyExecutor implements CopyExecutor {

  private final CopySettings settings;
  private final DeleteBrake brake;
  private final StoreTraits traits;

  S3CopyExecutor(CopySettings settings) {
    this.settings = settings;
    this.brake = new DeleteBrake(settings.deletesPerMinute(), settings.nanoTime());
    this.traits = new StoreTraits(settings.nanoTime());
  }

  /**
   * Returns a builder for an executor that uses one client for all requests.
   *
   * @param client the client; its creator closes it
   * @return the builder
   */
  public static S3CopyExecutorBuilder builder(S3Client client) {
    return new S3CopyExecutorBuilder(S3Clients.of(client));
  }

  /**
   * Returns a builder for an executor.
   *
   * @param clients the clients to use
   * @return the builder
   */
  public static S3CopyExecutorBuilder builder(S3Clients clients) {
    return new S3CopyExecutorBuilder(clients);
  }

  @Override
  public CopyResult execute(CopyPlan plan, Deadline deadline) {
    ClientChecks.check(settings.clients(), plan);
    if (OwnCopies.isOwnCopy(plan, settings.clients())) {
      return new CopyResult.NotNeeded(SkipReason.OWN_COPY, 0);
    }
    try {
      return new Convergence(settings, traits, brake, plan, deadline).run();
    } catch (LinkageError e) {
      throw SdkVersion.incompatible(e);
    }
  }

  @Override
  public void check(CopyRule rule) {
    ClientChecks.check(settings.clients(), rule);
  }

  @Override
  public List<String> requests(CopyPlan plan) {
    CopyOptions options = plan.rule().options();
    List<String> requests = new ArrayList<>();
    if (plan.event().kind() == EventKind.REMOVED) {
      // The answer to HEAD has no body that distinguishes a missing key from a missing bucket.
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
    long threshold = streams ? settings.streamedPartBytes() : settings.multipartThresholdBytes();
    boolean aws = isToAws(plan);
    boolean verifies = !aws && options.verify();
    boolean parts = size != null && size > threshold;
    boolean large = parts && (streams || !verifies || !PartKeys.avoidParts(plan));
    if (parts
        || options.needsHead()
        || options.twoWay()
        || verifies
        || (!aws && !options.overwrite())
        || Source.of(plan.event()) == null) {
      requests.add("HeadObject");
    }
    if (options.twoWay()) {
      requests.add("HeadObject");
    }
    if (PresentReplica.isLookedFor(options, parts, streams || !aws)) {
      requests.add("HeadObject");
    }
    if (options.tags() && (large || streams || verifies)) {
      requests.add("GetObjectTagging");
    }
    if (size != null && large) {
      // If the source has a full checksum, which S3 computes for every new object.
      if (Resumption.mayResume(plan)
          && !(streams
              && traits.streamedChecksum(settings.clients(), plan) == ChecksumChoice.NONE)) {
        requests.add("ListMultipartUploads");
      }
      requests.add("CreateMultipartUpload");
      long partSize = streams ? settings.streamedPartBytes() : settings.partSizeBytes();
      for (int part = PartLayout.of(size, partSize).parts(); part > 0; part--) {
        requests.addAll(streams ? List.of("GetObject", "UploadPart") : List.of("UploadPartCopy"));
      }
      requests.add("CompleteMultipartUpload");
    } else {
      requests.addAll(streams ? List.of("GetObject", "PutObject") : List.of("CopyObject"));
    }
    if (verifies || (!aws && large)) {
      // Of the replica: only S3 does all that a request asks for, or says that it does not.
      requests.add("HeadObject");
    }
    if (options.overwrite() && (large || options.twoWay() || options.recheckAfter().isZero())) {
      requests.add("HeadObject");
      if (!large && !streams && !options.twoWay() && plan.event().versionId() == null) {
        // The replica is looked up: in a bucket without versions only its properties can be
        // compared.
        requests.add("HeadObject");
      }
    }
    return requests;
  }

  /** An explanation needs no client, and without a Region none can be made. */
  private boolean isToAws(CopyPlan plan) {
    try {
      return traits.isAws(settings.clients().destination(plan));
    } catch (SdkException e) {
      return true;
    }
  }
}
