package io.github.s3sync.testing;

import io.github.s3sync.testing.NotificationBody.Change;
import io.github.s3sync.testing.StoredObject.Restore;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;

/**
 * A bucket of {@link FakeS3}: its settings, and a look inside past the API. Thread-safe.
 *
 * @since 0.1.0
 */
public final class FakeBucket {

  private final Bucket bucket;

  FakeBucket(Bucket bucket) {
    this.bucket = bucket;
  }

  /** Writes the {@code null} version from now on, and keeps the others. */
  public void suspendVersioning() {
    bucket.versioning(Bucket.Versioning.SUSPENDED);
  }

  /**
   * Sets Object Ownership to BucketOwnerEnforced: every ACL but {@code bucket-owner-full-control}
   * is answered with 400 AccessControlListNotSupported.
   */
  public void enforceOwner() {
    bucket.enforceOwner();
  }

  /**
   * Sets the Region that HeadBucket names, and by 301 to whom asks it in another; other requests
   * are answered in any.
   *
   * @param region the Region; by default HeadBucket, too, is answered in any
   */
  public void moveTo(String region) {
    bucket.moveTo(region);
  }

  /**
   * Lets principals of other accounts use it, in place of those that might before.
   *
   * @param json a bucket policy, with {@code Allow} only; conditions are not looked at
   * @throws IllegalArgumentException if there is more in it
   * @see FakeS3#enforce
   */
  public void policy(String json) {
    bucket.policy(PolicyDocument.parse(json));
  }

  /** Refuses requests without {@code x-amz-request-payer: requester} from now on. */
  public void requesterPays() {
    bucket.chargeRequester();
  }

  /**
   * The keys that a listing would show.
   *
   * @return in the order of their UTF-8 bytes
   */
  public List<String> keys() {
    List<String> keys = new ArrayList<>();
    bucket.forEach(
        (key, versions) -> {
          if (!versions.get(0).deleteMarker()) {
            keys.add(key);
          }
        });
    return List.copyOf(keys);
  }

  /**
   * The canned ACL that the current version was written with.
   *
   * @param key the key
   * @return {@code private} if none was sent
   * @throws NoSuchElementException if there is no current object
   */
  public String acl(String key) {
    return current(key).acl();
  }

  /**
   * The tags of the current version.
   *
   * @param key the key
   * @return in the order in which they were sent; unmodifiable
   * @throws NoSuchElementException if there is no current object
   */
  public Map<String, String> tags(String key) {
    return current(key).tags();
  }

  /**
   * Makes the current version of an archived object readable: the end of a RestoreObject, which
   * takes S3 minutes to hours, and may have been asked for or not.
   *
   * @param key the key
   * @throws NoSuchElementException if there is no current object
   */
  public void restore(String key) {
    bucket.change(key, current(key).versionId(), object -> object.with(Restore.DONE));
  }

  /**
   * What S3 tells a queue, a topic or a function when the current version has been restored.
   *
   * @param key the key
   * @return the body of the notification, an {@code ObjectRestore:Completed}
   * @throws NoSuchElementException if there is no current object
   */
  public String restoreNotification(String key) {
    StoredObject object = current(key);
    return RestoreBodies.notification(bucket.name(), key, object, bucket.shownVersion(object));
  }

  /**
   * What S3 puts on EventBridge when the current version has been restored.
   *
   * @param key the key
   * @return the event, an {@code Object Restore Completed}
   * @throws NoSuchElementException if there is no current object
   */
  public String restoreEvent(String key) {
    StoredObject object = current(key);
    return RestoreBodies.event(bucket.name(), key, object, bucket.shownVersion(object));
  }

  /**
   * What S3 would tell of the current version, had it just been put.
   *
   * @param key the key
   * @param sequencer a hexadecimal number that grows with each write of the key
   * @return the body of the notification
   * @throws NoSuchElementException if there is no current object
   */
  public String notification(String key, String sequencer) {
    StoredObject object = current(key);
    Change change =
        new Change(
            "ObjectCreated:Put",
            object.content().length(),
            object.eTag(),
            bucket.shownVersion(object));
    return NotificationBody.of(bucket.name(), key, change, "AWS:test", Instant.now(), sequencer);
  }

  StoredObject current(String key) {
    StoredObject object = bucket.latest(key);
    if (object == null || object.deleteMarker()) {
      throw new NoSuchElementException("no object " + key + " in " + bucket.name());
    }
    return object;
  }
}
