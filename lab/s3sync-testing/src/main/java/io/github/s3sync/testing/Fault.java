package io.github.s3sync.testing;

import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Something that goes wrong with a request, to {@link FakeS3} or through a {@link FaultProxy};
 * immutable and reusable.
 *
 * @since 0.1.0
 */
public final class Fault {

  static final Fault NONE = new Fault(() -> {}, null, () -> {}, Delivery.WHOLE);

  private final Runnable before;
  private final @Nullable Answer instead;
  private final Runnable after;
  private final Delivery delivery;

  private Fault(Runnable before, @Nullable Answer instead, Runnable after, Delivery delivery) {
    this.before = before;
    this.instead = instead;
    this.after = after;
    this.delivery = delivery;
  }

  /**
   * An ordinary error; nothing is done. A HEAD request gets it without a body, as from S3.
   *
   * @param status the HTTP status
   * @param code the S3 error code, for example {@code SlowDown}
   * @return the fault
   */
  public static Fault error(int status, String code) {
    return error(status, code, "Injected " + code);
  }

  /**
   * An ordinary error with a message of its own; nothing is done.
   *
   * @param status the HTTP status
   * @param code the S3 error code
   * @param message the message in the error
   * @return the fault
   */
  public static Fault error(int status, String code, String message) {
    return instead(Answer.error(status, code, message, Map.of()));
  }

  /**
   * Status 200 with an error in the body, as S3 answers when a copy fails late; nothing is done.
   *
   * @param code the S3 error code
   * @return the fault
   */
  public static Fault errorIn200(String code) {
    return error(200, code);
  }

  /**
   * Status 200 with no body; nothing is done.
   *
   * @return the fault
   */
  public static Fault empty200() {
    return instead(Answer.empty(200));
  }

  /**
   * The request is carried out, and the connection dies in the middle of the answer's body.
   *
   * @return the fault
   */
  public static Fault truncated200() {
    return new Fault(() -> {}, null, () -> {}, Delivery.HALF);
  }

  /**
   * The connection is cut before any answer; nothing is done.
   *
   * @return the fault
   */
  public static Fault reset() {
    return new Fault(() -> {}, Answer.empty(500), () -> {}, Delivery.NONE);
  }

  /**
   * The request is carried out, then the connection is cut before any answer.
   *
   * @return the fault
   */
  public static Fault lostAnswer() {
    return new Fault(() -> {}, null, () -> {}, Delivery.NONE);
  }

  /**
   * No answer comes for a time, then the connection is cut; nothing is done.
   *
   * @param time how long the client hears nothing; more than it waits
   * @return the fault
   */
  public static Fault stall(Duration time) {
    return new Fault(() -> sleep(time), Answer.empty(500), () -> {}, Delivery.NONE);
  }

  /**
   * The request is carried out late.
   *
   * @param time how long it waits first
   * @return the fault
   */
  public static Fault delay(Duration time) {
    return first(() -> sleep(time));
  }

  /**
   * The request is carried out at once, and answered late.
   *
   * @param time how long the answer waits
   * @return the fault
   */
  public static Fault delayAfter(Duration time) {
    return after(() -> sleep(time));
  }

  /**
   * Something happens just before the request is carried out.
   *
   * @param action runs on the server's thread; may call the server
   * @return the fault
   */
  public static Fault first(Runnable action) {
    return new Fault(action, null, () -> {}, Delivery.WHOLE);
  }

  /**
   * Something happens after the request was carried out and before it is answered.
   *
   * @param action runs on the server's thread; may call the server
   * @return the fault
   */
  public static Fault after(Runnable action) {
    return new Fault(() -> {}, null, action, Delivery.WHOLE);
  }

  private static Fault instead(Answer answer) {
    return new Fault(() -> {}, answer, () -> {}, Delivery.WHOLE);
  }

  private static void sleep(Duration time) {
    try {
      Thread.sleep(time.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  Runnable before() {
    return before;
  }

  /** The answer to give without doing anything, or null to carry the request out. */
  @Nullable Answer instead() {
    return instead;
  }

  Runnable after() {
    return after;
  }

  Delivery delivery() {
    return delivery;
  }

  /** How much of the answer reaches the client. */
  enum Delivery {
    WHOLE,
    HALF,
    NONE
  }
}
