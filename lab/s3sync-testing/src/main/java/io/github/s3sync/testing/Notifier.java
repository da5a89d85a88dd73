package io.github.s3sync.testing;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Assigns listeners to objects, and sequencers to the writes of one key. Thread-safe; shared by the
 * stores of all identities.
 */
final class Notifier {
  private static final Logger log = LoggerFactory.getLogger(Notifier.class);

  /** The prefix of objects in which S3Proxy keeps the state of multipart uploads. */
  private static final String MULTIPART_STUB = ".s3proxy-mpu-stub-";

  private final List<Subscription> subscriptions;
  private final Object[] locks = Stream.generate(Object::new).limit(256).toArray();

  /**
   * Starts at the current time, so that a later server continues the sequence of an earlier one.
   */
  private final AtomicLong sequence = new AtomicLong(System.currentTimeMillis() << 20);

  Notifier(List<Subscription> subscriptions) {
    this.subscriptions = new CopyOnWriteArrayList<>(subscriptions);
  }

  void add(Subscription subscription) {
    subscriptions.add(subscription);
  }

  boolean hasListener(String bucket, String key) {
    return !key.startsWith(MULTIPART_STUB)
        && subscriptions.stream().anyMatch(subscription -> subscription.covers(bucket, key));
  }

  /**
   * Returns the monitor under which a key is written, so that its sequencers follow the order of
   * the writes.
   */
  Object lock(String bucket, String key) {
    return locks[Math.floorMod(31 * bucket.hashCode() + key.hashCode(), locks.length)];
  }

  String nextSequencer() {
    return String.format("%018X", sequence.incrementAndGet());
  }

  void send(String bucket, String key, String body) {
    for (Subscription subscription : subscriptions) {
      if (subscription.covers(bucket, key)) {
        subscription.accept(body);
      }
    }
  }

  /** A listener and the objects of which it receives notifications. */
  record Subscription(String bucket, String prefix, Consumer<String> listener) {
    boolean covers(String eventBucket, String key) {
      return bucket.equals(eventBucket) && key.startsWith(prefix);
    }

    /** Sends a notification; a failure of the listener does not fail the write. */
    void accept(String body) {
      try {
        listener.accept(body);
      } catch (RuntimeException e) {
        log.warn("The listener of bucket {} failed, its notification is lost", bucket, e);
      }
    }
  }
}
