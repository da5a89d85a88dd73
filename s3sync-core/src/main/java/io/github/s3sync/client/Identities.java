package io.github.s3sync.client;

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
 * Looks up the identities of principals, with one request to STS for each. An unknown identity only
 * costs more requests. So an error of STS is logged once and otherwise ignored, and the request is
 * retried after some minutes.
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

  /** Returns the {@code UserId} of a principal, or null if it cannot be determined. */
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

  /** Returns null, which is not cached, if only the calling thread was interrupted. */
  private @Nullable Answer ask(Supplier<StsClient> sts) {
    try {
      return new Answer(sts.get().getCallerIdentity().userId(), System.nanoTime());
    } catch (RuntimeException e) {
      if (Thread.currentThread().isInterrupted()) {
        return null;
      }
      if (!said.getAndSet(true)) {
        log.warn(
            "cannot determine our own principal from STS ({}); events caused by our own copies will"
                + " cost extra HEAD requests",
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
