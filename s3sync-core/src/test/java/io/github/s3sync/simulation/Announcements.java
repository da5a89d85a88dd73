package io.github.s3sync.simulation;

import io.github.s3sync.event.EventNamesSeam;
import io.github.s3sync.event.EventSource;
import io.github.s3sync.event.ObjectEvent;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/**
 * Sends S3's messages about changes: late, in any order, some of them twice, some with few fields.
 */
final class Announcements {

  private final World world;
  private final Queue queue;
  private final Tally tally;
  private int sequencer;

  Announcements(World world, Queue queue, Tally tally) {
    this.world = world;
    this.queue = queue;
    this.tally = tally;
  }

  /** Counts a change for which no message is sent. */
  void silent() {
    tally.count("not announced");
    queue.done();
  }

  /** Announces a change by a process, which is still handling its message. */
  void announceOwn(String bucket, String key, Event event) {
    queue.expect();
    announce(-1, bucket, key, event, World.OURS);
  }

  void announce(int change, String bucket, String key, Event event, String principal) {
    if (world.setting().newNames && world.scheduler().chance(10)) {
      Event unknown = new Event(Message.UNKNOWN_NAME, event.version());
      queue.expect();
      queue.send(new Message(event(bucket, key, unknown, principal), -1), delay());
    }
    Message message = new Message(event(bucket, key, event, principal), change);
    queue.send(message, delay());
    if (world.scheduler().chance(25)) {
      tally.count("sent twice");
      queue.expect();
      queue.send(message, delay());
    }
  }

  private long delay() {
    return world.scheduler().chance(50)
        ? world.scheduler().shortWhile()
        : world.scheduler().longWhile();
  }

  private ObjectEvent event(String bucket, String key, Event event, String principal) {
    Version version = event.version();
    State put = event.isCreated() && version != null ? version.state() : null;
    boolean onEventBridge = world.setting().twoWay && world.setting().onEventBridge;
    boolean isNew = event.isCreated() && world.setting().newNames && world.scheduler().chance(30);
    String name = isNew && !onEventBridge ? "ObjectCreated:OfTheFuture" : event.name();
    Instant time = world.source().time();
    // Some senders report few fields, so the source must be looked up.
    boolean says = put != null && !world.scheduler().chance(10);
    return ObjectEvent.builder(
            onEventBridge ? EventSource.EVENT_BRIDGE : EventSource.S3,
            EventNamesSeam.kindOf(EventSource.S3, name),
            bucket,
            onEventBridge ? key : key.replace(' ', '+').replace("/", "%2F"))
        .name(name)
        .sizeBytes(says && put != null ? put.content().size() : null)
        .eTag(says && version != null ? version.eTag() : null)
        .versionId(version == null ? null : version.id())
        .sequencer(world.setting().sequencers.next(++sequencer, world.scheduler()))
        .time(onEventBridge ? time.truncatedTo(ChronoUnit.SECONDS) : time)
        .region("eu-central-1")
        .requester(onEventBridge ? "111122223333" : "AWS:" + principal)
        .build();
  }

  /**
   * The content of a message.
   *
   * @param name the name of the event
   * @param version the version that was put or destroyed; null in a bucket without versions
   */
  record Event(String name, @Nullable Version version) {
    static Event ofDelete(@Nullable Version marker) {
      return marker == null
          ? new Event("ObjectRemoved:Delete", null)
          : new Event("ObjectRemoved:DeleteMarkerCreated", marker);
    }

    boolean isCreated() {
      return name.startsWith("ObjectCreated");
    }
  }
}
