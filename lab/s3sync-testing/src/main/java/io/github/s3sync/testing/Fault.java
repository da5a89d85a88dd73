package io.github.s3sync.testing;

import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Describes a fault of a request to {@link FakeS3} or through a {@link FaultProxy}. Immutable and
 * reusable.
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
   * Returns a fault that answers with an error; the request is not executed. The answer to a HEAD
   * request has no body, as from S3.
   *
   * @param status the HTTP status
   * @param code the S3 error code, for example {@code SlowDown}
   * @return the fault
   */
  public static Fault error(int status, String code) {
    return error(status, code, "Injected " + code);
  }

  /**
   * Returns a fault that answers with an error and a certain message; the request is not executed.
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
   * Returns a fault that answers status 200 with an error in the body, as S3 does when a copy fails
   * late; the request is not executed.
   *
   * @param code the S3 error code
   * @return the fault
   */
  public static Fault errorIn200(String code) {
    return error(200, code);
  }

  /**
   * Returns a fault that answers status 200 without a body; the request is not executed.
   *
   * @return the fault
   */
  public static Fault empty200() {
    return instead(Answer.empty(200));
  }

  /**
   * Returns a fault that executes the request and closes the connection in the middle of the
   * answer's body.
   *
   * @return the fault
   */
  public static Fault truncated200() {
    return new Fault(() -> {}, null, () -> {}, Delivery.HALF);
  }

  /**
   * Returns a fault that closes the connection before any answer; the request is not executed.
   *
   * @return the fault
   */
  public static Fault reset() {
    return new Fault(() -> {}, Answer.empty(500), () -> {}, Delivery.NONE);
  }

  /**
   * Returns a fault that executes the request and closes the connection before any answer.
   *
   * @return the fault
   */
  public static Fault lostAnswer() {
    return new Fault(() -> {}, null, () -> {}, Delivery.NONE);
  }

  /**
   * Returns a fault that sends no answer for a time and then closes the connection; the request is
   * not executed.
   *
   * @param time how long the client receives nothing; longer than its timeout
   * @return the fault
   */
  public static Fault stall(Duration time) {
    return new Fault(() -> sleep(time), Answer.empty(500), () -> {}, Delivery.NONE);
  }

  /**
   * Returns a fault that executes the request late.
   *
   * @param time the delay before the request is executed
   * @return the fault
   */
  public static Fault delay(Duration time) {
    return first(() -> sleep(time));
  }

  /**
   * Returns a fault that executes the request at once and answers late.
   *
   * @param time the delay of the answer
   * @return the fault
   */
  public static Fault delayAfter(Duration time) {
    return after(() -> sleep(time));
  }

  /**
   * Returns a fault that runs an action just before the request is executed.
   *
   * @param action runs on the server's thread; may call the server
   * @return the fault
   */
  public static Fault first(Runnable action) {
    return new Fault(action, null, () -> {}, Delivery.WHOLE);
  }

  /**
   * Returns a fault that runs an action after the request was executed and before it is answered.
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

  /**
   * Returns the answer that replaces the execution of the request; null if the request is executed.
   */
  @Nullable Answer instead() {
    return instead;
  }

  Runnable after() {
    return after;
  }

  Delivery delivery() {
    return delivery;
  }

  /** Defines how much of the answer reaches the client. */
  enum Delivery {
    WHOLE,
    HALF,
    NONE
  }
}
