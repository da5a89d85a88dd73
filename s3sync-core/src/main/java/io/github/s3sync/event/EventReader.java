package io.github.s3sync.event;

import java.time.InstantSource;

/**
 * Reads any body that says an S3 object changed: an S3 event notification, wrapped in the envelopes
 * of SNS, SQS, EventBridge Pipes or a Lambda destination or not; an EventBridge event; an S3 Batch
 * Operations invocation; the variants of MinIO, Ceph, RustFS and other stores.
 *
 * <p>Unknown fields and event names are no error, and neither is a hint that cannot be right, such
 * as a time before there were computers: it is left out. A record that cannot be read becomes a
 * {@link MalformedRecord} and leaves its neighbours alone. Bodies above {@value #MAX_BODY_BYTES}
 * bytes, JSON nested deeper than {@value #MAX_JSON_DEPTH} or with a field given twice, and
 * envelopes deeper than {@value #MAX_ENVELOPES} are refused.
 *
 * <p>Stateless and safe for use by many threads.
 *
 * @since 0.1.0
 */
public final class EventReader {

  /** The largest body that is read: SQS's own limit for a message, 1 MiB. */
  public static final int MAX_BODY_BYTES = 1_048_576;

  /** The deepest JSON that is read; S3's own events nest to 5. */
  public static final int MAX_JSON_DEPTH = 64;

  /**
   * How many envelopes may enclose a notification: Lambda's SQS event, the record of a Lambda
   * destination, the SQS event in it, then SNS, and one spare.
   */
  public static final int MAX_ENVELOPES = 5;

  /** How many records of one body that cannot be read are described. */
  public static final int MAX_MALFORMED = 100;

  private final InstantSource clock;

  /** Makes a reader. */
  public EventReader() {
    this(InstantSource.system());
  }

  EventReader(InstantSource clock) {
    this.clock = clock;
  }

  /**
   * Reads one body.
   *
   * @param body the JSON text
   * @return its events, in the order sent
   * @throws MalformedEventException if the body as a whole is no notification; the message names
   *     what was seen
   */
  public Notification read(String body) {
    Collected into = new Collected();
    try {
      new Envelopes(into, clock.instant()).open(body, 0);
    } catch (MalformedEventException e) {
      throw e.ofBody();
    }
    return into.notification();
  }
}
