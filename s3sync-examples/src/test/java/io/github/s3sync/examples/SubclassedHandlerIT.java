package io.github.s3sync.examples;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import com.amazonaws.services.lambda.runtime.Context;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class SubclassedHandlerIT {

  @Test
  void handleRequest_twoObjects_copiesWhatItsRuleTakes() throws IOException {
    try (Accounts accounts = new Accounts()) {
      SubclassedHandler handler = new SubclassedHandler(accounts.replicator(), Accounts.OPTIONS);
      accounts.put("orders/서울 2026-09-01.csv", "a");
      accounts.put("orders/2026-09-01.tmp", "b");

      assertThat(answer(handler, accounts.notifications().get(0))).contains("\"copied\":1");
      assertThat(answer(handler, accounts.notifications().get(1))).contains("\"copied\":0");
      assertThat(accounts.replica("lake/orders/dt=2026-09-01/서울 2026-09-01.csv")).isEqualTo("a");
      assertThat(accounts.replicas()).hasSize(1);
    }
  }

  private static String answer(SubclassedHandler handler, String event) throws IOException {
    Context context = mock(Context.class);
    when(context.getRemainingTimeInMillis()).thenReturn(60_000);
    ByteArrayOutputStream answer = new ByteArrayOutputStream();
    handler.handleRequest(new ByteArrayInputStream(event.getBytes(UTF_8)), answer, context);
    return answer.toString(UTF_8);
  }
}
