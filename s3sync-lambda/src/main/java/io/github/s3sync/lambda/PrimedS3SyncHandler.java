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
 * An {@link S3SyncHandler} for functions with SnapStart: before Lambda takes its snapshot, two
 * made-up events go their whole way with an S3 that is not asked, so that the restored function
 * does not load classes while its first event waits.
 *
 * <p>A snapshot is restored many times, days later, so nothing may be in it that grows old. The
 * rehearsal opens no connection and asks for no credentials; those of the function's role are
 * fetched by the SDK when the first event needs them. Rules in an S3 object are read for the
 * snapshot, and again by the first event after it is restored, since they are older than {@code
 * S3SYNC_RULES_REFRESH_SECONDS} by then; the connection of the first read is in the snapshot and is
 * replaced. Rules in the function itself save that request. Keys that are set as environment
 * variables are part of a function's version, snapshot or not.
 *
 * <p>Needs {@code org.crac:crac} on the class path, which this library does not bring; the jar with
 * the classifier {@code all} has it.
 *
 * @see <a href="https://docs.aws.amazon.com/lambda/latest/dg/snapstart-runtime-hooks.html">Runtime
 *     hooks for Lambda SnapStart</a>
 * @since 0.1.0
 */
public class PrimedS3SyncHandler extends S3SyncHandler implements Resource {

  private static final Logger log = LoggerFactory.getLogger(PrimedS3SyncHandler.class);

  /** Makes a handler that the environment variables configure. */
  public PrimedS3SyncHandler() {
    this(new EnvironmentReader().read(System.getenv()));
  }

  /**
   * Makes a handler.
   *
   * @param sync does the work; whoever made it closes it. No request may have been sent with its
   *     clients: the connection would be in the snapshot
   * @throws io.github.s3sync.config.InvalidConfigException if {@code S3SYNC_METRICS_NAMESPACE} is
   *     wrong, which is read here, too
   */
  @SuppressWarnings("this-escape") // Lambda takes the snapshot after the constructor has returned.
  protected PrimedS3SyncHandler(S3Sync sync) {
    super(sync);
    Core.getGlobalContext().register(this);
  }

  /**
   * Rehearses. What goes wrong is logged and never fails the snapshot: a function that is not
   * primed works, too.
   *
   * @param context not used
   */
  @Override
  public void beforeCheckpoint(Context<? extends Resource> context) {
    prime(Rehearsal::run);
  }

  /**
   * Does nothing: nothing in the snapshot grows old.
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
