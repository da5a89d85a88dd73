package io.github.s3sync.copy;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.services.sts.StsClient;

/**
 * Who principals are, asked of STS once for each. Not to know it costs requests and nothing else,
 * so that an error of STS is said once and forgiven; STS is asked again after some minutes.
 *
 * <p>{@code GetCallerIdentity} needs no permission.
 *
 * @see <a href="https://docs.aws.amazon.com/STS/latest/APIReference/API_GetCallerIdentity.html">
 *     GetCallerIdentity</a>
 */
final class Identities {

  private static final Logger log = LoggerFactory.getLogger(Identities.class);
  private static final long ASK_AGAIN_NANOS = Duration.ofMinutes(5).toNanos();

  private final Map<AwsCredentialsProvider, Answer> answers = new ConcurrentHashMap<>();
  private final AtomicBoolean said = new AtomicBoolean();

  /** The {@code UserId} of a principal, or null if it cannot be had. */
  @Nullable String of(AwsCredentialsProvider principal, Supplier<StsClient> sts) {
    Answer answer = answers.get(principal);
    if (answer == null || answer.isStale()) {
      answer = answers.compute(principal, (p, there) -> isGood(there) ? there : ask(sts));
    }
    return answer == null ? null : answer.userId();
  }

  private static boolean isGood(@Nullable Answer answer) {
    return answer != null && !answer.isStale();
  }

  /** Null, which is not remembered, if only the thread that asks was interrupted. */
  private @Nullable Answer ask(Supplier<StsClient> sts) {
    try {
      return new Answer(sts.get().getCallerIdentity().userId(), System.nanoTime());
    } catch (RuntimeException e) {
      if (Thread.currentThread().isInterrupted()) {
        return null;
      }
      if (!said.getAndSet(true)) {
        log.warn(
            "STS does not say who writes the replicas of two-way rules ({}): their events are"
                + " looked at like all others",
            e.getMessage());
      }
      return new Answer(null, System.nanoTime());
    }
  }

  private record Answer(@Nullable String userId, long nanos) {

    boolean isStale() {
      return userId == null && System.nanoTime() - nanos > ASK_AGAIN_NANOS;
    }
  }
}
