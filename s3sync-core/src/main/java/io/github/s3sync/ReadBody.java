package io.github.s3sync;

import io.github.s3sync.event.EventReader;
import io.github.s3sync.event.MalformedEventException;
import io.github.s3sync.event.MessageBody;
import io.github.s3sync.event.Notification;
import io.github.s3sync.event.ObjectEvent;
import io.github.s3sync.outcome.CopyOutcome;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The content of one body.
 *
 * @param events the records that could be read
 * @param malformed an outcome for each record that could not be read
 * @param setUpMessages the number of messages without an object, such as {@code s3:TestEvent}
 */
record ReadBody(List<ObjectEvent> events, List<CopyOutcome> malformed, int setUpMessages) {

  /** Reads a message. A body that as a whole is not a notification is one malformed record. */
  static ReadBody of(MessageBody message, EventReader reader) {
    try {
      return of(message.id(), reader.read(message.text()));
    } catch (MalformedEventException e) {
      String problem = String.valueOf(e.getMessage());
      return new ReadBody(
          List.of(), List.of(CopyOutcome.Failed.malformed(message.id(), problem)), 0);
    }
  }

  /**
   * Returns the content of a notification. A record without an id is reported with the id of its
   * message.
   */
  static ReadBody of(@Nullable String messageId, Notification notification) {
    return new ReadBody(
        notification.events(),
        notification.malformed().stream()
            .<CopyOutcome>map(
                record ->
                    CopyOutcome.Failed.malformed(
                        record.id() == null ? messageId : record.id(),
                        "record " + record.index() + ": " + record.problem()))
            .toList(),
        notification.setUpMessages());
  }
}
