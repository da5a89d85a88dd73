package io.github.s3sync.cli.redrive;

import io.github.s3sync.event.LogText;
import java.util.List;
import java.util.Set;
import software.amazon.awssdk.services.sqs.model.Message;

/**
 * Describes a message of a dead-letter queue.
 *
 * @param message the message as received
 * @param isReadable whether s3sync can read at least one event in it, or knows that it has none
 * @param reasons why it was given up; at least one
 * @param rules the names of the rules that its events belong to; empty if they are not known
 * @param objects the buckets and keys of its events
 */
public record DeadLetter(
    Message message,
    boolean isReadable,
    Set<String> reasons,
    Set<String> rules,
    List<SourceKey> objects) {

  /** The length of the texts of a group, which may come from attributes and keys of any length. */
  private static final int MAX_CHARS = 200;

  /** The reason of a message without any sign of one, such as a message that SQS moved. */
  public static final String NOT_STATED = "NOT_STATED";

  /**
   * Names the object of an event.
   *
   * @param bucket the bucket
   * @param key the key, decoded if possible
   */
  public record SourceKey(String bucket, String key) {

    /** Returns the URI of the first folder of the key, or of the bucket if it has none. */
    String folder() {
      return "s3://" + bucket + "/" + key.substring(0, key.indexOf('/') + 1);
    }
  }

  /** Returns the group in which the message is counted. */
  Group group() {
    return new Group(
        LogText.of(String.join(" ", reasons), MAX_CHARS),
        LogText.of(String.join(" ", rules), MAX_CHARS),
        LogText.of(objects.isEmpty() ? "" : objects.get(0).folder(), MAX_CHARS));
  }

  /**
   * Defines a group of messages.
   *
   * @param reason their reasons
   * @param rule their rules; empty if they are not known
   * @param folder the bucket and the first folder of their first object; empty if they have none
   */
  public record Group(String reason, String rule, String folder) {}
}
