package io.github.s3sync.request;

import io.github.s3sync.checksum.ChecksumChoice;
import io.github.s3sync.client.ClientChecks;
import io.github.s3sync.client.S3Clients;
import io.github.s3sync.client.SdkVersion;
import io.github.s3sync.client.StoreTraits;
import io.github.s3sync.copy.CopyException;
import io.github.s3sync.copy.Deadline;
import io.github.s3sync.option.TransferMode;
import io.github.s3sync.plan.CopyPlan;
import java.time.Clock;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;

/**
 * Looks up a source and its replica and compares them as {@code S3CopyExecutor} does, without
 * copying.
 *
 * <p>The two objects cannot be looked up at the same moment. If they differ, both are therefore
 * looked up again, until two looks in a row have found the same.
 *
 * <p>Single requests are retried by the clients. Thread-safe. No client is closed.
 *
 * @since 0.1.0
 */
public final class ReplicaLook {

  private static final int MAX_ROUNDS = 5;

  private final S3Clients clients;
  private final StoreTraits traits = new StoreTraits(System::nanoTime);

  /**
   * Creates a lookup.
   *
   * @param clients the clients to use
   */
  public ReplicaLook(S3Clients clients) {
    this.clients = Objects.requireNonNull(clients, "clients");
  }

  /**
   * Looks up the source and the replica of a plan.
   *
   * @param plan the plan; its event is not used
   * @param tags whether to read tags, if the rule copies them; otherwise only their number is
   *     compared
   * @param deadline when the caller's time ends
   * @return both objects, and how they differ
   * @throws CopyException if one of them cannot be looked up
   */
  public ReplicaState look(CopyPlan plan, boolean tags, Deadline deadline) {
    ClientChecks.check(clients, plan);
    try {
      return new Attempt(plan, tags, deadline).look();
    } catch (LinkageError e) {
      throw SdkVersion.incompatible(e);
    }
  }

  /** One call of {@link #look}. */
  private final class Attempt {

    private final boolean tags;
    private final S3Calls calls;
    private final ReplicaCalls atReplica;
    private final ReplicaComparison comparison;

    Attempt(CopyPlan plan, boolean tags, Deadline deadline) {
      this.tags = tags;
      this.calls = new S3Calls(plan, clients, deadline, traits);
      this.atReplica = new ReplicaCalls(calls);
      boolean streams = plan.rule().options().transfer() == TransferMode.STREAM;
      ReplicaProperties properties =
          new ReplicaProperties(
              plan.rule().options(),
              Clock.systemUTC(),
              streams ? traits.streamedChecksum(clients, plan) : ChecksumChoice.OF_SOURCE,
              calls.headers());
      this.comparison = new ReplicaComparison(calls, atReplica, properties);
    }

    ReplicaState look() {
      Seen before = null;
      Seen seen = see();
      for (int round = 1; round < MAX_ROUNDS && !seen.isEqual() && !seen.isSame(before); round++) {
        before = seen;
        seen = see();
      }
      HeadObjectResponse head = seen.source == null ? null : seen.source.head();
      return new ReplicaState(
          head == null ? null : ObjectState.of(head),
          seen.replica == null ? null : ObjectState.of(seen.replica),
          seen.differences,
          seen.isEqual() || seen.isSame(before),
          calls.count());
    }

    private Seen see() {
      Source source = calls.head();
      HeadObjectResponse replica = atReplica.headWithChecksums();
      ReplicaDifferences differences =
          source == null || replica == null ? null : comparison.differences(source, replica, tags);
      return new Seen(source, replica, differences);
    }
  }

  /** Both objects, of which the source was looked up first. */
  private record Seen(
      @Nullable Source source,
      @Nullable HeadObjectResponse replica,
      @Nullable ReplicaDifferences differences) {

    boolean isEqual() {
      return differences == null
          ? source == null && replica == null
          : differences.differing().isEmpty();
    }

    boolean isSame(@Nullable Seen other) {
      return other != null
          && isSame(source, other.source)
          && isSame(of(replica), of(other.replica))
          && Objects.equals(differences, other.differences);
    }

    private static @Nullable Source of(@Nullable HeadObjectResponse head) {
      return head == null ? null : Source.of(head);
    }

    private static boolean isSame(@Nullable Source one, @Nullable Source other) {
      if (one == null || other == null) {
        return one == null && other == null;
      }
      return one.sameWrite(other);
    }
  }
}
