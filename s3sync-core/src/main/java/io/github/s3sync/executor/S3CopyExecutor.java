package io.github.s3sync.executor;

import io.github.s3sync.client.ClientChecks;
import io.github.s3sync.client.S3Clients;
import io.github.s3sync.client.SdkVersion;
import io.github.s3sync.client.StoreTraits;
import io.github.s3sync.copy.CopyExecutor;
import io.github.s3sync.copy.CopyResult;
import io.github.s3sync.copy.Deadline;
import io.github.s3sync.event.EventKind;
import io.github.s3sync.option.TransferMode;
import io.github.s3sync.plan.CopyPlan;
import io.github.s3sync.plan.SkipReason;
import io.github.s3sync.rule.CopyRule;
import io.github.s3sync.transfer.CopySettings;
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
 * io.github.s3sync.option.CopyOptionsBuilder#verify}.
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
    return new RequestForecast(plan, settings, traits, isToAws(plan)).requests();
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
