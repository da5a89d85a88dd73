package io.github.s3sync.testing;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;

/** Holds all buckets, and the limits that a test may lower. */
final class Store {

  private final ConcurrentNavigableMap<String, Bucket> buckets = new ConcurrentSkipListMap<>();
  private final Map<Long, SyntheticContent> generated = new ConcurrentHashMap<>();
  private volatile long minimumPartBytes = 5L << 20;
  private volatile long copyLimitBytes = 5L << 30;

  void create(String name, String owner) {
    if (buckets.putIfAbsent(name, new Bucket(name, owner)) != null) {
      throw new Refusal(
          409,
          "BucketAlreadyOwnedByYou",
          "Your previous request to create the named bucket succeeded and you already own it.");
    }
  }

  Bucket bucket(String name) {
    Bucket bucket = buckets.get(name);
    if (bucket == null) {
      throw new Refusal(404, "NoSuchBucket", "The specified bucket does not exist")
          .detail("BucketName", name);
    }
    return bucket;
  }

  void delete(Bucket bucket) {
    if (!bucket.isEmpty()) {
      throw new Refusal(409, "BucketNotEmpty", "The bucket you tried to delete is not empty");
    }
    buckets.remove(bucket.name(), bucket);
  }

  List<Bucket> buckets() {
    return List.copyOf(buckets.values());
  }

  /** Remembers generated content, so that pieces of it that are uploaded later are recognised. */
  void generated(SyntheticContent content) {
    generated.merge(content.seed(), content, (a, b) -> a.length() < b.length() ? b : a);
  }

  /** Returns the content to store for received bytes. */
  Content kept(Content bytes) {
    for (SyntheticContent content : generated.values()) {
      Content piece = content.find(bytes);
      if (piece != null) {
        return piece;
      }
    }
    return bytes;
  }

  long minimumPartBytes() {
    return minimumPartBytes;
  }

  void minimumPartBytes(long bytes) {
    minimumPartBytes = bytes;
  }

  long copyLimitBytes() {
    return copyLimitBytes;
  }

  void copyLimitBytes(long bytes) {
    copyLimitBytes = bytes;
  }
}
