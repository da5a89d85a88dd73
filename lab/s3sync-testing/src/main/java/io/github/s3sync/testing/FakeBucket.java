package io.github.s3sync.testing;

import io.github.s3sync.testing.NotificationBody.Change;
import io.github.s3sync.testing.StoredObject.Restore;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;

/**
 * Provides access to a bucket of {@link FakeS3}: its settings, and its contents without the API.
 * Thread-safe.
 *
 * @since 0.1.0
 */
public final class FakeBucket {

  private final Bucket bucket;

  FakeBucket(Bucket bucket) {
    this.bucket = bucket;
  }

  /** Suspends versioning: writes replace the {@code null} version, other versions are kept. */
  public void suspendVersioning() {
    bucket.versioning(Bucket.Versioning.SUSPENDED);
  }

  /**
   * Sets Object Ownership to BucketOwnerEnforced: every ACL except {@code
   * bucket-owner-full-control} is answered with 400 AccessControlListNotSupported.
   */
  public void enforceOwner() {
    bucket.enforceOwner();
  }

  /**
   * Sets the Region of the bucket. HeadBucket names it, and answers 301 to a client of another
   * Region; other requests are answered in all Regions.
   *
   * @param region the Region; by default HeadBucket is answered in all Regions as well
   */
  public void moveTo(String region) {
    bucket.moveTo(region);
  }

  /**
   * Sets the policy that allows principals of other accounts to use the bucket; replaces the
   * previous policy.
   *
   * @param json a bucket policy with statements of effect {@code Allow} only; conditions are
   *     ignored
   * @throws IllegalArgumentException if it contains an element that is not supported
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
   * Returns the keys that a listing would return.
   *
   * @return the keys in the order of their UTF-8 bytes
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
   * Returns the canned ACL that the current version was written with.
   *
   * @param key the key
   * @return the ACL; {@code private} if the request had none
   * @throws NoSuchElementException if the key has no current object
   */
  public String acl(String key) {
    return current(key).acl();
  }

  /**
   * Returns the tags of the current version.
   *
   * @param key the key
   * @return the tags in the order in which they were sent; unmodifiable
   * @throws NoSuchElementException if the key has no current object
   */
  public Map<String, String> tags(String key) {
    return current(key).tags();
  }

  /**
   * Makes the current version of an archived object readable. This completes a RestoreObject, which
   * takes S3 minutes to hours; it also works without a previous request.
   *
   * @param key the key
   * @throws NoSuchElementException if the key has no current object
   */
  public void restore(String key) {
    bucket.change(key, current(key).versionId(), object -> object.with(Restore.DONE));
  }

  /**
   * Returns the notification that S3 sends to a queue, a topic or a function when the current
   * version has been restored.
   *
   * @param key the key
   * @return the body of the notification, an {@code ObjectRestore:Completed}
   * @throws NoSuchElementException if the key has no current object
   */
  public String restoreNotification(String key) {
    StoredObject object = current(key);
    return RestoreBodies.notification(bucket.name(), key, object, bucket.shownVersion(object));
  }

  /**
   * Returns the event that S3 sends to EventBridge when the current version has been restored.
   *
   * @param key the key
   * @return the event, an {@code Object Restore Completed}
   * @throws NoSuchElementException if the key has no current object
   */
  public String restoreEvent(String key) {
    StoredObject object = current(key);
    return RestoreBodies.event(bucket.name(), key, object, bucket.shownVersion(object));
  }

  /**
   * Returns the notification that S3 would send if the current version had just been put.
   *
   * @param key the key
   * @param sequencer a hexadecimal number that grows with each write of the key
   * @return the body of the notification
   * @throws NoSuchElementException if the key has no current object
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
