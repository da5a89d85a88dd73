package io.github.s3sync.lambda;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.S3Event;
import io.github.s3sync.S3Sync;
import io.github.s3sync.config.EnvironmentReader;
import io.github.s3sync.event.MalformedEventException;
import io.github.s3sync.outcome.SyncReport;

/**
 * Copies what S3's own event notifications announce, for those who want AWS's {@code S3Event} in a
 * subclass; {@link S3SyncHandler} takes the same events and more.
 *
 * <p>S3 invokes a function asynchronously, so an exception is the only answer that counts: Lambda
 * tries twice more, then hands the event to the function's on-failure destination, or drops it if
 * there is none. Whatever was not copied is therefore thrown, permanent failures included.
 *
 * <p>Writes the metrics that {@link S3SyncHandler} writes, where they are asked for. Safe for use
 * by many threads.
 *
 * @see <a href="https://docs.aws.amazon.com/lambda/latest/dg/invocation-async.html">Asynchronous
 *     invocation</a>
 * @since 0.1.0
 */
public class S3EventHandler implements RequestHandler<S3Event, String> {

  private final InvocationRunner runner;

  /** Makes a handler that the environment variables configure. */
  public S3EventHandler() {
    this(new EnvironmentReader().read(System.getenv()));
  }

  /**
   * Makes a handler.
   *
   * @param sync does the work; whoever made it closes it
   * @throws io.github.s3sync.config.InvalidConfigException if {@code S3SYNC_METRICS_NAMESPACE} is
   *     wrong, which is read here, too
   */
  protected S3EventHandler(S3Sync sync) {
    this(sync, EmbeddedMetrics.of(System.getenv()));
  }

  S3EventHandler(S3Sync sync, EmbeddedMetrics metrics) {
    this.runner = new InvocationRunner(sync, metrics);
  }

  /**
   * Copies.
   *
   * @param event the records
   * @param context says how much time is left
   * @return the report's summary, such as {@code 1 copied, 0 skipped, 0 failed}
   * @throws MalformedEventException if there are no records, which is what Lambda makes of an
   *     EventBridge event for this class: the trigger is the wrong one
   * @throws NotCopiedException if anything was not copied that should have been
   */
  @Override
  public String handleRequest(S3Event event, Context context) {
    if (event == null || event.getRecords() == null || event.getRecords().isEmpty()) {
      throw new MalformedEventException(
          "no S3 event: Records is missing or empty; for triggers other than S3 itself use "
              + S3SyncHandler.class.getName());
    }
    String body = S3EventJson.of(event);
    InvocationLog.received(() -> body);
    SyncReport report = runner.handle(body, context);
    if (!report.failed().isEmpty()) {
      throw new NotCopiedException(report);
    }
    return report.summary();
  }
}
