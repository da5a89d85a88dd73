package io.github.s3sync.event;

import java.time.InstantSource;

/**
 * Reads any body that reports a change of an S3 object: S3 event notifications, with or without
 * envelopes of SNS, SQS, EventBridge Pipes or a Lambda destination; EventBridge events; S3 Batch
 * Operations invocations; and the variants of MinIO, Ceph, RustFS and other stores.
 *
 * <p>Unknown fields and event names are not errors. An implausible hint, such as a time before
 * 1970, is ignored. A record that cannot be read becomes a {@link MalformedRecord} and does not
 * affect the other records. The reader rejects bodies larger than {@value #MAX_BODY_BYTES} bytes,
 * JSON that is nested deeper than {@value #MAX_JSON_DEPTH} levels or repeats a field, and more than
 * {@value #MAX_ENVELOPES} nested envelopes.
 *
 * <p>Stateless and thread-safe.
 *
 * @since 0.1.0
 */
public final class EventReader {

  /** The maximum size of a body: 1 MiB, the limit of SQS for a message. */
  public static final int MAX_BODY_BYTES = 1_048_576;

  /** The maximum nesting depth of the JSON; events of S3 have 5 levels. */
  public static final int MAX_JSON_DEPTH = 64;

  /**
   * The maximum number of envelopes around a notification: an SQS event of Lambda, the record of a
   * Lambda destination, the SQS event inside it, SNS, and one spare.
   */
  public static final int MAX_ENVELOPES = 5;

  /** The maximum number of malformed records that are described for one body. */
  public static final int MAX_MALFORMED = 100;

  private final InstantSource clock;

  /** Creates a reader. */
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
   * @return the events, in the order sent
   * @throws MalformedEventException if the body as a whole is not a notification; the message
   *     describes the body
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
