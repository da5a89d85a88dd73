package io.github.s3sync.client;

import io.github.s3sync.checksum.ChecksumChoice;
import io.github.s3sync.event.Internal;
import io.github.s3sync.key.ObjectRef;
import io.github.s3sync.plan.CopyPlan;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.s3.S3Client;

/** Determines and remembers the properties of the stores behind the clients. Thread-safe. */
@Internal
public final class StoreTraits {

  /** How long a store counts as one without tagging: a proxy may have sent the answer instead. */
  public static final Duration WITHOUT_TAGGING = Duration.ofMinutes(5);

  private final Map<S3Client, Boolean> aws = new ConcurrentHashMap<>();
  private final Map<S3Client, Boolean> anyText = new ConcurrentHashMap<>();
  private final Map<S3Client, Optional<URI>> endpoints = new ConcurrentHashMap<>();
  private final Map<S3Client, Map<String, Boolean>> keepsHeader = new ConcurrentHashMap<>();
  private final Set<S3Client> countsTags = ConcurrentHashMap.newKeySet();
  private final Map<Place, WithoutTagging> withoutTagging = new ConcurrentHashMap<>();
  private final LongSupplier nanoTime;

  public StoreTraits(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  /**
   * Tells whether a client uses S3 itself. The result is cached, because the SDK rebuilds a
   * client's configuration each time.
   */
  public boolean isAws(S3Client client) {
    return aws.computeIfAbsent(client, S3Clients::isAws);
  }

  /**
   * Tells whether a client sends headers that are not ASCII in the form in which they are signed.
   */
  public boolean sendsAnyText(S3Client client) {
    return anyText.computeIfAbsent(
        client,
        c ->
            c.serviceClientConfiguration().overrideConfiguration().executionInterceptors().stream()
                .anyMatch(RawHeaders.Mark.class::isInstance));
  }

  /** Returns the choice of the checksum for a streamed replica whose rule sets none. */
  public ChecksumChoice streamedChecksum(S3Clients clients, CopyPlan plan) {
    S3Client to = clients.destination(plan);
    if (isAws(to)) {
      return ChecksumChoice.COMPUTED_OF_SOURCE_OR_S3;
    }
    return endpoint(clients.source(plan)).equals(endpoint(to))
        ? ChecksumChoice.COMPUTED_OF_SOURCE
        : ChecksumChoice.NONE;
  }

  private Optional<URI> endpoint(S3Client client) {
    return endpoints.computeIfAbsent(
        client, c -> c.serviceClientConfiguration().endpointOverride());
  }

  /** Returns the headers of objects that the store is known to drop. */
  public Set<String> droppedHeaders(S3Client client) {
    return headers(client).entrySet().stream()
        .filter(header -> !header.getValue())
        .map(Map.Entry::getKey)
        .collect(Collectors.toSet());
  }

  /** Tells whether it is known for each of these headers whether the store keeps it. */
  public boolean knowsHeaders(S3Client client, Set<String> names) {
    return headers(client).keySet().containsAll(names);
  }

  /** Remembers which of the sent headers are kept; returns true if some are not. */
  public boolean rememberHeaders(S3Client client, Set<String> sent, Set<String> kept) {
    sent.forEach(name -> headers(client).putIfAbsent(name, kept.contains(name)));
    return !kept.containsAll(sent);
  }

  private Map<String, Boolean> headers(S3Client client) {
    return keepsHeader.computeIfAbsent(client, c -> new ConcurrentHashMap<>());
  }

  /** Tells whether an answer to HEAD from this store has contained a number of tags. */
  public boolean countsTags(S3Client client) {
    return countsTags.contains(client);
  }

  /** Remembers that HEAD counts tags in a store, so that no count means no tags. */
  public void rememberCountsTags(S3Client client) {
    countsTags.add(client);
  }

  /**
   * Tells whether a store has recently answered for two objects of a bucket that it does not
   * implement tagging. A single such answer may have another cause.
   */
  public boolean isWithoutTagging(S3Client client, String bucket) {
    WithoutTagging answer = withoutTagging.get(new Place(client, bucket));
    return answer != null && answer.isConfirmed() && isRecent(answer);
  }

  /** Remembers that a store answered that it does not implement tagging. */
  public void rememberWithoutTagging(S3Client client, ObjectRef object) {
    withoutTagging.compute(
        new Place(client, object.bucket()),
        (place, before) -> {
          if (before == null || !isRecent(before)) {
            return new WithoutTagging(object.key(), nanoTime.getAsLong(), false);
          }
          return before.isConfirmed() || before.key().equals(object.key())
              ? before
              : new WithoutTagging(object.key(), nanoTime.getAsLong(), true);
        });
  }

  /** Remembers that a store answered with the tags of an object. */
  public void rememberTagging(S3Client client, ObjectRef object) {
    withoutTagging.remove(new Place(client, object.bucket()));
  }

  private boolean isRecent(WithoutTagging answer) {
    return nanoTime.getAsLong() - answer.nanos() < WITHOUT_TAGGING.toNanos();
  }

  private record Place(S3Client client, String bucket) {}

  /** The object and time of an answer, and whether another object had the same before. */
  private record WithoutTagging(String key, long nanos, boolean isConfirmed) {}
}
