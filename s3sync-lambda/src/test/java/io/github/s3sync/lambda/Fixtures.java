package io.github.s3sync.lambda;

import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import com.amazonaws.services.lambda.runtime.Context;
import io.github.s3sync.outcome.BackOff;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Objects;

/** Provides events from the class path, and the context that Lambda would pass. */
final class Fixtures {

  static final Redelivery NO_QUEUE =
      new Redelivery(Queues.none(), BackOff.of(Duration.ofSeconds(5), Duration.ofMinutes(15)));

  private Fixtures() {}

  static String event(String name) {
    try (InputStream in =
        Objects.requireNonNull(Fixtures.class.getResourceAsStream("/events/" + name), name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Context timeLeft(Duration remaining) {
    Context context = mock(Context.class);
    when(context.getRemainingTimeInMillis()).thenReturn((int) remaining.toMillis());
    return context;
  }
}
