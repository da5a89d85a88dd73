package io.github.s3sync.lambda;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.S3Event;
import io.github.s3sync.S3Sync;
import io.github.s3sync.config.EnvironmentReader;
import io.github.s3sync.event.MalformedEventException;
import io.github.s3sync.outcome.SyncReport;

/**
 * Copies the objects of S3's own event notifications, for subclasses that use AWS's {@code
 * S3Event}; {@link S3SyncHandler} accepts the same events and more.
 *
 * <p>S3 invokes a function asynchronously, so Lambda reacts only to an exception: it retries twice,
 * then sends the event to the function's on-failure destination, or drops it if there is none.
 * Every failure is therefore thrown, including permanent ones.
 *
 * <p>Writes the metrics that {@link S3SyncHandler} writes, if they are enabled. Safe for use by
 * many threads.
 *
 * @see <a href="https://docs.aws.amazon.com/lambda/latest/dg/invocation-async.html">Asynchronous
 *     invocation</a>
 * @since 0.1.0
 */
public class S3EventHandler implements RequestHandler<S3Event, String> {

  private final InvocationRunner runner;

  /** Creates a handler that is configured by environment variables. */
  public S3EventHandler() {
    this(new EnvironmentReader().read(System.getenv()));
  }

  /**
   * Creates a handler.
   *
   * @param sync the façade, which the caller closes
   * @throws io.github.s3sync.config.InvalidConfigException if {@code S3SYNC_METRICS_NAMESPACE} is
   *     wrong; it is read here as well
   */
  protected S3EventHandler(S3Sync sync) {
    this(sync, EmbeddedMetrics.of(System.getenv()));
  }

  S3EventHandler(S3Sync sync, EmbeddedMetrics metrics) {
    this.runner = new InvocationRunner(sync, metrics);
  }

  /**
   * Copies the objects of an event.
   *
   * @param event the records
   * @param context returns the remaining time
   * @return the report's summary, such as {@code 1 copied, 0 skipped, 0 failed}
   * @throws MalformedEventException if records are missing, as for an EventBridge event, which this
   *     class cannot read: the trigger is wrong
   * @throws NotCopiedException if an object was not copied that should have been
   */
  @Override
  public String handleRequest(S3Event event, Context context) {
    if (event == null || event.getRecords() == null || event.getRecords().isEmpty()) {
      throw new MalformedEventException(
          "not an S3 event: Records is missing or empty; for triggers other than S3 itself use "
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
