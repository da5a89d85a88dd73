package io.github.s3sync.lambda;

import io.github.s3sync.S3Sync;
import io.github.s3sync.config.EnvironmentReader;
import io.github.s3sync.outcome.SyncReport;
import java.util.List;
import java.util.function.Supplier;
import org.crac.Context;
import org.crac.Core;
import org.crac.Resource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Primes functions with SnapStart: an {@link S3SyncHandler} that processes two artificial events
 * without network access before Lambda takes its snapshot, so that the restored function does not
 * load classes while its first event waits.
 *
 * <p>A snapshot is restored many times, also days later, so it must not contain data that expires.
 * The rehearsal opens no connection and requests no credentials; the SDK fetches those of the
 * function's role when the first event needs them. Rules in an S3 object are read for the snapshot,
 * and again by the first event after it is restored, since they are older than {@code
 * S3SYNC_RULES_REFRESH_SECONDS} by then; the connection of the first read is in the snapshot and is
 * replaced. Rules in the function itself avoid that request. Keys in environment variables are part
 * of a function's version, with or without a snapshot.
 *
 * <p>Requires {@code org.crac:crac} on the class path, which is not a transitive dependency of this
 * library; the jar with the classifier {@code all} contains it.
 *
 * @see <a href="https://docs.aws.amazon.com/lambda/latest/dg/snapstart-runtime-hooks.html">Runtime
 *     hooks for Lambda SnapStart</a>
 * @since 0.1.0
 */
public class PrimedS3SyncHandler extends S3SyncHandler implements Resource {

  private static final Logger log = LoggerFactory.getLogger(PrimedS3SyncHandler.class);

  /** Creates a handler that is configured by environment variables. */
  public PrimedS3SyncHandler() {
    this(new EnvironmentReader().read(System.getenv()));
  }

  /**
   * Creates a handler.
   *
   * @param sync the façade, which the caller closes. Its clients must not have sent a request,
   *     since the connection would be in the snapshot
   * @throws io.github.s3sync.config.InvalidConfigException if {@code S3SYNC_METRICS_NAMESPACE} is
   *     wrong; it is read here as well
   */
  @SuppressWarnings("this-escape") // Lambda takes the snapshot after the constructor has returned.
  protected PrimedS3SyncHandler(S3Sync sync) {
    super(sync);
    Core.getGlobalContext().register(this);
  }

  /**
   * Runs the rehearsal. An error is logged and does not fail the snapshot, since a function also
   * works without it.
   *
   * @param context not used
   */
  @Override
  public void beforeCheckpoint(Context<? extends Resource> context) {
    prime(Rehearsal::run);
  }

  /**
   * Does nothing, since the snapshot contains no data that expires.
   *
   * @param context not used
   */
  @Override
  public void afterRestore(Context<? extends Resource> context) {}

  static void prime(Supplier<List<SyncReport>> rehearsal) {
    try {
      log.atDebug().addKeyValue("rehearsed", rehearsal.get().size()).log("primed");
    } catch (RuntimeException | LinkageError e) {
      log.warn("not primed: the first event will take longer", e);
    }
  }
}
