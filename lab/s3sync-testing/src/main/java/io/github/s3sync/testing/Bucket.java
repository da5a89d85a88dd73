package io.github.s3sync.testing;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** A bucket: versions by key, and uploads in progress. Each method is atomic. */
final class Bucket {

  enum Versioning {
    OFF,
    ENABLED,
    SUSPENDED
  }

  /**
   * The order of keys in listings: by their UTF-8 bytes, which differs from the order of UTF-16.
   */
  static final Comparator<String> KEY_ORDER =
      (a, b) ->
          Arrays.compareUnsigned(
              a.getBytes(StandardCharsets.UTF_8), b.getBytes(StandardCharsets.UTF_8));

  private final String name;
  private final String owner;
  private final NavigableMap<String, List<StoredObject>> objects = new TreeMap<>(KEY_ORDER);
  private final NavigableMap<String, Upload> uploads = new TreeMap<>();
  private final Map<String, Content> configurations = new ConcurrentHashMap<>();
  private volatile @Nullable String region;
  private volatile Versioning versioning = Versioning.OFF;
  private volatile boolean ownerEnforced;
  private volatile boolean requesterPays;
  private volatile @Nullable PolicyDocument policy;

  Bucket(String name, String owner) {
    this.name = name;
    this.owner = owner;
  }

  String name() {
    return name;
  }

  String owner() {
    return owner;
  }

  /** Returns the configurations by the name of the document. */
  Map<String, Content> configurations() {
    return configurations;
  }

  /** Returns the Region; null if the bucket answers in all Regions. */
  @Nullable String region() {
    return region;
  }

  void moveTo(String region) {
    this.region = region;
  }

  /** Returns the policy for other accounts than the owner's; null if there is none. */
  @Nullable PolicyDocument policy() {
    return policy;
  }

  void policy(PolicyDocument allowed) {
    this.policy = allowed;
  }

  Versioning versioning() {
    return versioning;
  }

  void versioning(Versioning versioning) {
    this.versioning = versioning;
  }

  boolean ownerEnforced() {
    return ownerEnforced;
  }

  void enforceOwner() {
    ownerEnforced = true;
  }

  boolean requesterPays() {
    return requesterPays;
  }

  void chargeRequester() {
    requesterPays = true;
  }

  /** Returns the version id in an answer; null in a bucket that never had versions. */
  @Nullable String shownVersion(StoredObject object) {
    return versioning == Versioning.OFF ? null : object.versionId();
  }

  /** Returns the newest version, which may be a delete marker; null if there is none. */
  synchronized @Nullable StoredObject latest(String key) {
    List<StoredObject> versions = objects.get(key);
    return versions == null ? null : versions.get(0);
  }

  synchronized @Nullable StoredObject version(String key, String versionId) {
    for (StoredObject version : objects.getOrDefault(key, List.of())) {
      if (version.versionId().equals(versionId)) {
        return version;
      }
    }
    return null;
  }

  /**
   * Adds an object or a delete marker as the newest version.
   *
   * @param condition receives the current object, or null, and throws to refuse
   */
  synchronized StoredObject put(
      String key, StoredObject draft, Consumer<@Nullable StoredObject> condition) {
    StoredObject latest = latest(key);
    condition.accept(latest == null || latest.deleteMarker() ? null : latest);
    boolean enabled = versioning == Versioning.ENABLED;
    String versionId =
        enabled ? UUID.randomUUID().toString().replace("-", "") : StoredObject.NULL_VERSION;
    StoredObject committed = draft.committed(versionId);
    List<StoredObject> versions = objects.computeIfAbsent(key, k -> new ArrayList<>());
    versions.removeIf(version -> version.versionId().equals(versionId));
    versions.add(0, committed);
    return committed;
  }

  /** Removes one version permanently and returns it; returns null if it does not exist. */
  synchronized @Nullable StoredObject remove(String key, String versionId) {
    StoredObject removed = version(key, versionId);
    if (removed != null) {
      List<StoredObject> versions = objects.getOrDefault(key, new ArrayList<>());
      versions.remove(removed);
      if (versions.isEmpty()) {
        objects.remove(key);
      }
    }
    return removed;
  }

  /**
   * Removes the only version of a key in a bucket without versions; does nothing if there is none.
   */
  synchronized void removeCurrent(String key, Consumer<@Nullable StoredObject> condition) {
    condition.accept(latest(key));
    objects.remove(key);
  }

  /** Changes one version in place; does nothing if it no longer exists. */
  synchronized void change(String key, String versionId, UnaryOperator<StoredObject> change) {
    objects
        .getOrDefault(key, new ArrayList<>())
        .replaceAll(o -> o.versionId().equals(versionId) ? change.apply(o) : o);
  }

  synchronized void forEach(BiConsumer<String, List<StoredObject>> action) {
    objects.forEach((key, versions) -> action.accept(key, List.copyOf(versions)));
  }

  synchronized boolean isEmpty() {
    return objects.isEmpty() && uploads.isEmpty();
  }

  synchronized void open(Upload upload) {
    uploads.put(upload.id(), upload);
  }

  synchronized Upload upload(String key, String id) {
    Upload upload = uploads.get(id);
    if (upload == null || !upload.key().equals(key)) {
      throw Refusal.noSuchUpload(id);
    }
    return upload;
  }

  synchronized void abort(String key, String id) {
    uploads.remove(upload(key, id).id());
  }

  /** Adds a part, unless the upload has ended in the meantime. */
  synchronized void addPart(Upload upload, Part part) {
    upload(upload.key(), upload.id()).parts().put(part.number(), part);
  }

  /** Completes an upload with an object; leaves it open if the condition refuses. */
  synchronized StoredObject complete(
      Upload upload, StoredObject draft, Consumer<@Nullable StoredObject> condition) {
    upload(upload.key(), upload.id());
    StoredObject committed = put(upload.key(), draft, condition);
    uploads.remove(upload.id());
    return committed;
  }

  synchronized List<Upload> uploads() {
    return List.copyOf(uploads.values());
  }
}
