package io.github.s3sync.simulation;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.DelegatingS3Client;
import software.amazon.awssdk.services.s3.model.HeadObjectRequest;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Request;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.S3Object;
import software.amazon.awssdk.services.s3.model.S3Request;

/**
 * The client of a process that compares buckets: lists them in pages of two keys, may be refused
 * from one listing request on, and makes no further request once the process is killed.
 */
final class ListedS3 extends DelegatingS3Client {

  private static final int PAGE = 2;

  private final World world;
  private final Worker worker;
  private final String prefix;
  private final int refusedAfter;
  private final Map<String, Long> looks = new HashMap<>();
  private int requests;
  private int listings;
  private Runnable beforeListings = () -> {};
  private boolean dead;
  private boolean refused;

  /**
   * Creates a client.
   *
   * @param prefix the prefix of the sources, the only one that may be listed
   * @param refusedAfter the number of listing requests after which all others are refused
   */
  ListedS3(World world, Worker worker, Worker.Life life, String prefix, int refusedAfter) {
    super(new MemoryS3(world, () -> life));
    this.world = world;
    this.worker = worker;
    this.prefix = prefix;
    this.refusedAfter = refusedAfter;
  }

  /** Runs a task before each listing request. */
  void beforeListings(Runnable task) {
    beforeListings = task;
  }

  /** Tells whether the process was killed. */
  boolean isDead() {
    return dead;
  }

  /** Tells whether a listing request was refused. */
  boolean isRefused() {
    return refused;
  }

  /** Returns how many requests ago the source was looked up; a large number for never. */
  long requestsSinceLook(String key) {
    Long look = looks.get(key);
    return look == null ? Long.MAX_VALUE : requests - look;
  }

  @Override
  protected <T extends S3Request, ReturnT> ReturnT invokeOperation(
      T request, Function<T, ReturnT> operation) {
    return alive(() -> operation.apply(request));
  }

  private <T> T alive(java.util.function.Supplier<T> request) {
    if (dead) {
      throw new Killed();
    }
    requests++;
    try {
      return request.get();
    } catch (Killed e) {
      dead = true;
      throw e;
    }
  }

  @Override
  public HeadObjectResponse headObject(HeadObjectRequest request) {
    if (request.bucket().equals(World.SOURCE)) {
      looks.put(request.key(), requests + 1L);
    }
    return super.headObject(request);
  }

  @Override
  public ListObjectsV2Response listObjectsV2(ListObjectsV2Request request) {
    beforeListings.run();
    boolean source = request.bucket().equals(World.SOURCE);
    boolean allowed =
        source
            ? begins(request, prefix)
            : world.setting().prefixes().stream().anyMatch(each -> begins(request, each + prefix));
    if (!allowed) {
      throw world.scheduler().fail("listed the prefix " + request.prefix());
    }
    return alive(
        () ->
            world
                .requests()
                .make(
                    worker,
                    request,
                    "ListObjectsV2 " + request.bucket(),
                    Fault.OF_READS,
                    point -> page(request)));
  }

  /** Tells whether a request lists the prefix, or a key that begins with it. */
  private static boolean begins(ListObjectsV2Request request, String prefix) {
    return request.prefix() != null && request.prefix().startsWith(prefix);
  }

  private ListObjectsV2Response page(ListObjectsV2Request request) {
    if (++listings > refusedAfter) {
      // The listing of a single key decides about this object only.
      refused |= isOfAllKeys(request);
      throw Refusal.accessDenied();
    }
    String token = request.continuationToken();
    String after = token == null ? request.startAfter() : token;
    List<S3Object> objects = new ArrayList<>();
    boolean truncated = false;
    MemoryBucket bucket = world.bucket(request.bucket());
    for (String key : bucket.keys()) {
      Version version = bucket.current(key);
      if (version == null || !key.startsWith(request.prefix()) || !isAfter(key, after)) {
        continue;
      }
      if (objects.size() == PAGE) {
        truncated = true;
        break;
      }
      objects.add(
          S3Object.builder()
              .key(key)
              .size(version.get().content().size())
              .eTag('"' + version.eTag() + '"')
              .lastModified(version.lastModified())
              .build());
    }
    return ListObjectsV2Response.builder()
        .contents(objects)
        .isTruncated(truncated)
        .nextContinuationToken(truncated ? objects.get(objects.size() - 1).key() : null)
        .build();
  }

  private boolean isOfAllKeys(ListObjectsV2Request request) {
    return prefix.equals(request.prefix())
        || world.setting().prefixes().stream()
            .anyMatch(each -> (each + prefix).equals(request.prefix()));
  }

  private static boolean isAfter(String key, @Nullable String after) {
    return after == null || key.compareTo(after) > 0;
  }
}
