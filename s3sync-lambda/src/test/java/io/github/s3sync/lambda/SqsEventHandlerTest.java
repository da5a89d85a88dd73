package io.github.s3sync.lambda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.amazonaws.services.lambda.runtime.events.SQSBatchResponse;
import com.amazonaws.services.lambda.runtime.events.SQSEvent;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.github.s3sync.S3Sync;
import io.github.s3sync.copy.Concurrency;
import io.github.s3sync.copy.CopyExecutor;
import io.github.s3sync.copy.CopyResult;
import io.github.s3sync.copy.Deadline;
import io.github.s3sync.copy.ForwardingCopyExecutor;
import io.github.s3sync.event.MalformedEventException;
import io.github.s3sync.plan.CopyPlan;
import io.github.s3sync.rule.CopyRule;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class SqsEventHandlerTest {

  private static final Duration AMPLE = Duration.ofMinutes(1);

  private final FakeCopies copies = new FakeCopies();
  private final SqsEventHandler handler = new SqsEventHandler(copies.sync());

  @Test
  void handleRequest_everyForm_nothingFails() throws Exception {
    assertThat(failures("sqs-every-form.json")).isEmpty();
    assertThat(copies.plans).hasSize(3);
  }

  @Test
  void handleRequest_failures_areNamedAndTheOthersAreNot() throws Exception {
    assertThat(failures("sqs-one-of-each-failure.json"))
        .containsExactly("no-json", "denied", "slow", "undecodable", "empty-records");
  }

  @Test
  void handleRequest_messageWithoutBody_fails() throws Exception {
    SQSEvent.SQSMessage message = new SQSEvent.SQSMessage();
    message.setMessageId("m");
    SQSEvent event = read("sqs-every-form.json");
    event.getRecords().add(message);

    assertThat(ids(handler.handleRequest(event, Fixtures.timeLeft(AMPLE)))).containsExactly("m");
  }

  @Test
  void handleRequest_everyMessageFails_throwsSoThatLambdaKeepsThem() {
    SQSEvent.SQSMessage message = new SQSEvent.SQSMessage();
    message.setMessageId("m");

    assertThatThrownBy(() -> handler.handleRequest(event(message), Fixtures.timeLeft(AMPLE)))
        .isInstanceOf(NotCopiedException.class)
        .hasMessageContaining("messages [m]");
  }

  @Test
  void handleRequest_noMessages_isAnError() {
    SQSEvent none = new SQSEvent();
    assertThatThrownBy(() -> handler.handleRequest(none, Fixtures.timeLeft(AMPLE)))
        .isInstanceOf(MalformedEventException.class);
    none.setRecords(List.of());
    assertThatThrownBy(() -> handler.handleRequest(none, Fixtures.timeLeft(AMPLE)))
        .isInstanceOf(MalformedEventException.class);
  }

  @Test
  void handleRequest_messagesOfOneInvocation_areCopiedAtOnce() throws Exception {
    CyclicBarrier three = new CyclicBarrier(3);
    CopyExecutor meeting =
        new ForwardingCopyExecutor(copies) {
          @Override
          public CopyResult execute(CopyPlan plan, Deadline deadline) {
            try {
              three.await(10, TimeUnit.SECONDS);
            } catch (Exception e) {
              throw new IllegalStateException(e);
            }
            return super.execute(plan, deadline);
          }
        };
    SQSEvent ofThreeObjects = read("sqs-every-form.json");
    ofThreeObjects
        .getRecords()
        .forEach(m -> m.setBody(m.getBody().replace("menu.txt", m.getMessageId())));
    ExecutorService helpers = Executors.newFixedThreadPool(2);
    try {
      S3Sync sync =
          S3Sync.builder()
              .rules(CopyRule.named("all").from("src-bucket").to("dst").build())
              .executor(meeting)
              .concurrency(Concurrency.of(helpers, 2))
              .build();

      SQSBatchResponse answer =
          new SqsEventHandler(sync).handleRequest(ofThreeObjects, Fixtures.timeLeft(AMPLE));

      assertThat(ids(answer)).isEmpty();
    } finally {
      helpers.shutdownNow();
    }
  }

  private List<String> failures(String file) throws IOException {
    return ids(handler.handleRequest(read(file), Fixtures.timeLeft(AMPLE)));
  }

  private static SQSEvent read(String file) throws IOException {
    List<SQSEvent.SQSMessage> messages = new ArrayList<>();
    for (JsonNode record : new JsonMapper().readTree(Fixtures.event(file)).path("Records")) {
      SQSEvent.SQSMessage message = new SQSEvent.SQSMessage();
      message.setMessageId(record.path("messageId").asText());
      message.setBody(record.path("body").asText());
      messages.add(message);
    }
    return event(messages.toArray(SQSEvent.SQSMessage[]::new));
  }

  private static SQSEvent event(SQSEvent.SQSMessage... messages) {
    SQSEvent event = new SQSEvent();
    event.setRecords(new ArrayList<>(List.of(messages)));
    return event;
  }

  private static List<String> ids(SQSBatchResponse response) {
    return response.getBatchItemFailures().stream()
        .map(SQSBatchResponse.BatchItemFailure::getItemIdentifier)
        .toList();
  }
}
