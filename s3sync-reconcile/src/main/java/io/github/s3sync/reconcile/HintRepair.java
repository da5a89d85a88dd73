package io.github.s3sync.reconcile;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.s3sync.event.EventKind;
import io.github.s3sync.event.ObjectEvent;
import io.github.s3sync.plan.CopyPlan;
import io.github.s3sync.plan.FailureReason;
import io.github.s3sync.reconcile.finding.Action;
import io.github.s3sync.reconcile.finding.Repair;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Leaves repairs to a running consumer, by sending messages in the format of S3 notifications. Each
 * message names several objects. A message says that a key may differ, and the consumer re-checks
 * that key.
 *
 * <p>An object counts as {@code QUEUED} before its message is sent. If the messages cannot be sent,
 * the object that triggered the sending counts as {@code FAILED}, and {@link #failed} counts all
 * objects in them. Call {@link #flush} after the run.
 *
 * <p>Safe for use by many threads.
 *
 * @since 0.1.0
 */
public final class HintRepair implements Repair {

  private static final ObjectMapper JSON = new ObjectMapper();

  /** Small enough for a consumer to handle a message within its visibility timeout. */
  private static final int RECORDS_PER_MESSAGE = 10;

  private final HintSender sender;
  private List<ObjectNode> records = new ArrayList<>();
  private int sending;
  private long failed;

  /**
   * Creates a repair.
   *
   * @param sender sends the messages
   */
  public HintRepair(HintSender sender) {
    this.sender = Objects.requireNonNull(sender, "sender");
  }

  @Override
  public Result copy(CopyPlan plan) {
    return add(plan);
  }

  @Override
  public Result delete(CopyPlan plan) {
    return add(plan);
  }

  private Result add(CopyPlan plan) {
    List<ObjectNode> full = null;
    synchronized (this) {
      records.add(record(plan));
      if (records.size() == RECORDS_PER_MESSAGE * HintSender.MAX_MESSAGES) {
        full = take();
      }
    }
    String problem = full == null ? null : send(full);
    return problem == null
        ? new Result(Action.QUEUED, 0, 0, null, null, null)
        : new Result(Action.FAILED, 0, 0, null, FailureReason.SERVICE_ERROR, problem);
  }

  /**
   * Sends the remaining messages, and waits for messages that other threads are sending.
   *
   * @return whether all objects of the run so far were sent
   */
  @Override
  public boolean flush() {
    List<ObjectNode> rest;
    synchronized (this) {
      rest = take();
    }
    send(rest);
    synchronized (this) {
      try {
        while (sending > 0) {
          wait();
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return false;
      }
      return failed == 0;
    }
  }

  /** Takes the records. The caller then calls {@link #send}. */
  private List<ObjectNode> take() {
    List<ObjectNode> taken = records;
    records = new ArrayList<>();
    sending++;
    return taken;
  }

  /**
   * Returns the number of objects whose messages may not have been sent.
   *
   * @return the number of objects
   */
  public synchronized long failed() {
    return failed;
  }

  private @Nullable String send(List<ObjectNode> all) {
    List<String> bodies = new ArrayList<>();
    for (int from = 0; from < all.size(); from += RECORDS_PER_MESSAGE) {
      ObjectNode body = JSON.createObjectNode();
      ArrayNode array = body.putArray("Records");
      all.subList(from, Math.min(all.size(), from + RECORDS_PER_MESSAGE)).forEach(array::add);
      bodies.add(body.toString());
    }
    boolean sent = false;
    try {
      if (!bodies.isEmpty()) {
        sender.send(bodies);
      }
      sent = true;
      return null;
    } catch (RuntimeException e) {
      return "a message with this and other objects was not sent: " + e.getMessage();
    } finally {
      synchronized (this) {
        sending--;
        failed += sent ? 0 : all.size();
        notifyAll();
      }
    }
  }

  private static ObjectNode record(CopyPlan plan) {
    ObjectEvent event = plan.event();
    ObjectNode json = JSON.createObjectNode();
    json.put("eventVersion", "2.1");
    json.put("eventSource", "aws:s3");
    json.put("eventTime", String.valueOf(event.time() == null ? Instant.now() : event.time()));
    json.put(
        "eventName",
        event.kind() == EventKind.REMOVED ? "ObjectRemoved:Delete" : "ObjectCreated:Put");
    ObjectNode s3 = json.putObject("s3");
    s3.put("s3SchemaVersion", "1.0");
    s3.putObject("bucket").put("name", plan.source().bucket());
    ObjectNode object = s3.putObject("object");
    object.put("key", URLEncoder.encode(plan.source().key(), StandardCharsets.UTF_8));
    if (event.sizeBytes() != null && event.eTag() != null) {
      object.put("size", event.sizeBytes()).put("eTag", event.eTag());
    }
    return json;
  }
}
