package io.github.s3sync;

import io.github.s3sync.copy.Concurrency;
import io.github.s3sync.copy.CopyExecutor;
import io.github.s3sync.copy.Deadline;
import io.github.s3sync.event.EventReader;
import io.github.s3sync.event.MessageBody;
import io.github.s3sync.event.Notification;
import io.github.s3sync.event.ObjectEvent;
import io.github.s3sync.outcome.CopyOutcome;
import io.github.s3sync.outcome.OutcomeListener;
import io.github.s3sync.outcome.SyncReport;
import io.github.s3sync.plan.CopyPlan;
import io.github.s3sync.plan.Decision;
import io.github.s3sync.plan.Explanation;
import io.github.s3sync.plan.FailureReason;
import io.github.s3sync.rule.CopyRules;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Handles notifications: reads the events from their records, plans each event, carries out the
 * plans, and reports an outcome for each event and destination. This is the façade of the library.
 *
 * <p>Partial failure is a result, not an exception. A record that fails does not affect the others,
 * and the caller decides what to acknowledge. Thread-safe: operations on the same replica never run
 * at the same time, see {@link CopyExecutor#onePerKey}.
 *
 * @since 0.1.0
 */
public final class S3Sync implements AutoCloseable {

  private static final int MAX_CLOSE_SECONDS = 5;
  static final Duration MAX_CLOSE = Duration.ofSeconds(MAX_CLOSE_SECONDS);

  private static final Logger log = LoggerFactory.getLogger(S3Sync.class);

  private final EventReader reader = new EventReader();
  private final CurrentRules rules;
  private final Planning planning;
  private final CopyExecutor executor;
  private final Execution execution;
  private final Concurrency concurrency;
  private final OutcomeListener listener;
  private final List<AutoCloseable> owned;
  private final OpenCalls calls = new OpenCalls();
  private final AtomicBoolean closed = new AtomicBoolean();
  private final Duration maxClose;

  S3Sync(S3SyncBuilder builder, CurrentRules rules, CopyExecutor executor) {
    this.rules = rules;
    this.planning = new Planning(rules, builder.unmatched, builder.clock);
    this.executor = CopyExecutor.onePerKey(executor);
    this.execution = new Execution(this.executor);
    this.concurrency = builder.concurrency;
    this.listener = OutcomeListener.guarded(builder.listener);
    this.owned = List.copyOf(builder.owned);
    this.maxClose = builder.maxClose;
  }

  /**
   * Returns a new builder.
   *
   * @return the builder
   */
  public static S3SyncBuilder builder() {
    return new S3SyncBuilder();
  }

  /**
   * Returns the rules in use.
   *
   * @return the rules; they may change if they come from a {@link RulesSource}
   */
  public CopyRules rules() {
    return rules.loaded().rules();
  }

  /**
   * Describes where the rules in use come from, for logs and metrics.
   *
   * @return a description such as {@code s3://cfg/rules.json, eTag "9b2c", SHA-256 1f40…}; {@code
   *     code} for rules that were passed to the builder
   */
  public String rulesOrigin() {
    return rules.loaded().origin();
  }

  /**
   * Reads a notification and carries out the rules for each of its records.
   *
   * @param body the body, see {@link EventReader}; a body that as a whole is not a notification
   *     yields one failure, {@link FailureReason#MALFORMED_EVENT}
   * @param deadline when the caller's time ends
   * @return the outcome of each record
   */
  public SyncReport handle(String body, Deadline deadline) {
    return handleMessages(List.of(new MessageBody(null, body)), deadline).get(0);
  }

  /**
   * Carries out the rules for each record of a notification that the caller has read.
   *
   * @param notification the notification
   * @param deadline when the caller's time ends
   * @return the outcome of each record, including records that could not be read
   */
  public SyncReport handle(Notification notification, Deadline deadline) {
    return reportsOf(List.of(ReadBody.of(null, notification)), deadline).get(0);
  }

  /**
   * Reads several notifications and carries out the rules for all of their records together. The
   * concurrency of this façade applies to all of them, so ten messages with one record each take as
   * long as one message with ten.
   *
   * @param bodies the bodies, see {@link EventReader}; a body that as a whole is not a notification
   *     yields a report with one failure, {@link FailureReason#MALFORMED_EVENT}, and does not
   *     affect the others
   * @param deadline when the caller's time ends
   * @return a report for each body, in their order
   */
  public List<SyncReport> handleAll(List<String> bodies, Deadline deadline) {
    return handleMessages(
        bodies.stream().map(body -> new MessageBody(null, body)).toList(), deadline);
  }

  /**
   * Handles several notifications as {@link #handleAll} does, and reports a body or record that
   * cannot be read with the id of its message.
   *
   * @param messages the messages
   * @param deadline when the caller's time ends
   * @return a report for each message, in their order
   */
  public List<SyncReport> handleMessages(List<MessageBody> messages, Deadline deadline) {
    return reportsOf(messages.stream().map(this::read).toList(), deadline);
  }

  /**
   * Carries out the rules for events that the caller has read.
   *
   * @param events the events
   * @param deadline when the caller's time ends
   * @return the outcomes
   */
  public SyncReport handle(List<ObjectEvent> events, Deadline deadline) {
    return handle(new Notification(events, List.of(), 0), deadline);
  }

  /**
   * Explains which rules match an event, why the others do not, and which requests would be made.
   * Nothing is copied.
   *
   * @param body the body, see {@link EventReader}
   * @return text for people: a paragraph for each event, a line for each record that cannot be
   *     read; control characters are escaped
   * @throws io.github.s3sync.event.MalformedEventException if the body as a whole is not a
   *     notification
   */
  public String explain(String body) {
    ExplanationText text = new ExplanationText(this::requests);
    Notification notification = reader.read(body);
    notification.events().forEach(event -> text.add(explain(event)));
    notification.malformed().forEach(text::add);
    text.addSetUpMessages(notification.setUpMessages());
    return text.toString();
  }

  /**
   * Explains one event, for programs. Nothing is copied.
   *
   * @param event the event
   * @return the answer of each rule, and the decisions
   */
  public Explanation explain(ObjectEvent event) {
    return rules.planner().explain(event);
  }

  /**
   * Returns the requests that a plan needs if nothing changes meanwhile and nothing fails. No
   * request is made.
   *
   * @param plan the plan
   * @return names of operations, such as {@code CopyObject}, in order
   */
  public List<String> requests(CopyPlan plan) {
    return executor.requests(plan);
  }

  /**
   * Closes the resources that were passed to {@link S3SyncBuilder#closing}, and nothing else.
   *
   * <p>Waits for up to {@value #MAX_CLOSE_SECONDS} seconds for calls of {@code handle} that other
   * threads are making, because a copy whose clients are closed fails and cannot abort its upload.
   * A caller whose copies take longer ends them first, with a deadline or a {@code StopSignal}. Do
   * not call this method from a listener. Events that are handled after this method fail. Closing
   * twice has no effect.
   */
  @Override
  public void close() {
    if (!closed.compareAndSet(false, true)) {
      return;
    }
    if (!calls.awaitEnd(maxClose)) {
      log.warn("closing while events are being handled; their copies fail and can be retried");
    }
    for (AutoCloseable resource : owned) {
      try {
        resource.close();
      } catch (Exception e) {
        log.warn("could not close {}", resource, e);
      }
    }
  }

  private ReadBody read(MessageBody message) {
    return ReadBody.of(message, reader);
  }

  private List<SyncReport> reportsOf(List<ReadBody> bodies, Deadline deadline) {
    return calls.count(() -> handled(bodies, deadline));
  }

  /**
   * Plans and carries out each event as one step. An event that takes long to plan, or cannot be
   * planned, does not delay the others while threads are free.
   */
  private List<SyncReport> handled(List<ReadBody> bodies, Deadline deadline) {
    Planning.Call call = planning.start(deadline);
    List<ObjectEvent> events = bodies.stream().flatMap(body -> body.events().stream()).toList();
    List<List<CopyOutcome>> outcomes =
        new ArrayList<>(Collections.nCopies(events.size(), List.of()));
    concurrency.forEach(
        events.size(), i -> outcomes.set(i, outcomesOf(call.plan(events.get(i)), deadline)));
    List<SyncReport> reports = new ArrayList<>();
    int next = 0;
    for (ReadBody body : bodies) {
      List<CopyOutcome> outcomesOfBody = new ArrayList<>();
      for (int end = next + body.events().size(); next < end; next++) {
        outcomesOfBody.addAll(outcomes.get(next));
      }
      body.malformed().forEach(outcome -> outcomesOfBody.add(notifyListener(outcome)));
      reports.add(new SyncReport(outcomesOfBody, body.setUpMessages()));
    }
    return reports;
  }

  private List<CopyOutcome> outcomesOf(List<Decision> decisions, Deadline deadline) {
    CopyOutcome[] outcomes = new CopyOutcome[decisions.size()];
    concurrency.forEach(
        outcomes.length,
        i -> outcomes[i] = notifyListener(execution.carryOut(decisions.get(i), deadline)));
    return List.of(outcomes);
  }

  private CopyOutcome notifyListener(CopyOutcome outcome) {
    listener.onOutcome(outcome);
    return outcome;
  }
}
