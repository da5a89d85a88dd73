package io.github.s3sync.cli.redrive;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.s3sync.testing.SqsServer;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.SdkRequest;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.sqs.model.BatchResultErrorEntry;
import software.amazon.awssdk.services.sqs.model.ChangeMessageVisibilityBatchRequest;
import software.amazon.awssdk.services.sqs.model.DeleteMessageBatchRequest;
import software.amazon.awssdk.services.sqs.model.DeleteMessageBatchResponse;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeName;
import software.amazon.awssdk.services.sqs.model.ReceiveMessageRequest;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchRequest;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchResponse;

/** Puts messages back while calls fail, and checks that none is lost or stays hidden. */
class RedriveIT {

  private static final Selection ALL = new Selection(Set.of(), Set.of(), "");

  private static final SqsServer SERVER = SqsServer.start();

  private final Queues queues = new Queues(SERVER);
  private final List<Redriven> seen = new CopyOnWriteArrayList<>();

  @AfterAll
  static void stopServer() {
    SERVER.close();
  }

  @AfterEach
  void stop() {
    queues.close();
  }

  private Redrive run(Selection selection) {
    return run(selection, Redrive.MAX_HIDDEN);
  }

  private Redrive run(Selection selection, int maxHidden) {
    Redrive redrive =
        new Redrive(
            new DeadLetterQueue(queues.sqs, queues.dead, InstantSource.system(), 0),
            new QueueTarget(queues.sqs, queues.main),
            new DeadLetterReader(null),
            selection,
            seen::add,
            2,
            maxHidden);
    redrive.run();
    return redrive;
  }

  private static Function<SdkRequest, @Nullable RuntimeException> failing(
      Class<? extends SdkRequest> type) {
    return request ->
        type.isInstance(request) ? SdkClientException.create("injected: no answer") : null;
  }

  @Test
  void run_messageIsInBothQueuesUntilItsSendingIsConfirmed() {
    queues.sendDead("a", "ACCESS_DENIED", "r");
    AtomicInteger inMain = new AtomicInteger(-1);
    AtomicInteger inDead = new AtomicInteger(-1);
    queues.before =
        request -> {
          if (request instanceof DeleteMessageBatchRequest) {
            // A process that is killed now leaves both messages.
            inMain.set(queues.visible(queues.main));
            inDead.set(queues.hidden(queues.dead));
          }
          return null;
        };
    assertThat(run(ALL).counts().count(Fate.PUT_BACK)).isEqualTo(1);
    assertThat(inMain).hasValue(1);
    assertThat(inDead).hasValue(1);
    assertThat(queues.visible(queues.dead) + queues.hidden(queues.dead)).isZero();
  }

  @Test
  void run_sendFails_messagesStayAndAreVisible() {
    for (int i = 0; i < 30; i++) {
      queues.sendDead("k" + i, "ACCESS_DENIED", "r");
    }
    queues.before = failing(SendMessageBatchRequest.class);
    Redrive redrive = run(ALL);
    assertThat(redrive.counts().count(Fate.NOT_SENT)).isEqualTo(redrive.counts().total());
    assertThat(queues.visible(queues.dead)).isEqualTo(30);
    assertThat(queues.calls(DeleteMessageBatchRequest.class)).isZero();
    assertThat(seen)
        .allMatch(one -> String.valueOf(one.problem()).startsWith("injected: no answer"));
  }

  @Test
  void run_eachSendFails_endsEarly() {
    for (int i = 0; i < 200; i++) {
      queues.sendDead("k" + i, "ACCESS_DENIED", "r");
    }
    queues.before = failing(SendMessageBatchRequest.class);
    assertThat(run(ALL).problems())
        .singleElement()
        .asString()
        .startsWith("messages cannot be sent: injected: no answer");
    assertThat(queues.calls(SendMessageBatchRequest.class)).isBetween(5L, 7L);
    assertThat(queues.visible(queues.dead)).isEqualTo(200);
  }

  @Test
  void run_someOfABatchAreNotSent_onlyTheOthersAreDeleted() {
    for (int i = 0; i < 10; i++) {
      queues.sendDead("k" + i, "ACCESS_DENIED", "r");
    }
    // SQS refuses one message, and says nothing about another.
    queues.after =
        response ->
            response instanceof SendMessageBatchResponse sent
                ? sent.toBuilder()
                    .successful(sent.successful().subList(2, sent.successful().size()))
                    .failed(refused(sent.successful().get(0).id()))
                    .build()
                : response;
    Redrive redrive = run(ALL);
    long batches = queues.calls(SendMessageBatchRequest.class);
    assertThat(redrive.counts().count(Fate.NOT_SENT)).isEqualTo(2 * batches);
    assertThat(redrive.counts().count(Fate.PUT_BACK)).isEqualTo(10 - 2 * batches);
    assertThat((long) queues.visible(queues.dead)).isEqualTo(2 * batches);
    assertThat(seen.stream().map(Redriven::problem))
        .contains("Throttled: slow down", "SQS returned no result for it");
  }

  private static BatchResultErrorEntry refused(String id) {
    return BatchResultErrorEntry.builder()
        .id(id)
        .code("Throttled")
        .message("slow down")
        .senderFault(false)
        .build();
  }

  @Test
  void run_deleteFails_messageIsPutBackOnceAndReported() {
    queues.sendDead("a", "ACCESS_DENIED", "r");
    queues.before = failing(DeleteMessageBatchRequest.class);
    assertThat(run(ALL).counts().count(Fate.NOT_DELETED)).isEqualTo(1);
    assertThat(queues.calls(SendMessageBatchRequest.class)).isEqualTo(1);
    assertThat(queues.visible(queues.main)).isEqualTo(1);
    assertThat(queues.visible(queues.dead)).isEqualTo(1);
  }

  @Test
  void run_deleteFailsOnce_isRetried() {
    queues.sendDead("a", "ACCESS_DENIED", "r");
    AtomicInteger answers = new AtomicInteger();
    queues.after =
        response ->
            response instanceof DeleteMessageBatchResponse && answers.getAndIncrement() == 0
                ? DeleteMessageBatchResponse.builder().failed(refused("0")).build()
                : response;
    run(ALL);
    assertThat(queues.calls(DeleteMessageBatchRequest.class)).isEqualTo(2);
  }

  @Test
  void run_othersStay_hiddenDuringTheRunAndVisibleAfterIt() {
    for (int i = 0; i < 25; i++) {
      queues.sendDead("keep" + i, "KMS_KEY", "r");
      queues.sendDead("move" + i, "ACCESS_DENIED", "r");
    }
    Redrive redrive = run(new Selection(Set.of("ACCESS_DENIED"), Set.of(), ""));
    assertThat(redrive.counts().total()).as("each message is seen once").isEqualTo(50);
    assertThat(redrive.counts().count(Fate.PUT_BACK)).isEqualTo(25);
    assertThat(redrive.counts().count(Fate.NOT_SELECTED)).isEqualTo(25);
    assertThat(queues.visible(queues.dead)).isEqualTo(25);
    assertThat(queues.hidden(queues.dead)).isZero();
    assertThat(queues.take(queues.main))
        .hasSize(25)
        .allMatch(message -> message.body().contains("move"));
  }

  @Test
  void run_receiveFails_messagesAreVisibleAgain() {
    queues.sendDead("a", "KMS_KEY", "r");
    queues.before =
        request ->
            request instanceof ReceiveMessageRequest
                    && queues.calls(ReceiveMessageRequest.class) > 2
                ? SdkClientException.create("injected: unreachable")
                : null;
    Redrive redrive = run(new Selection(Set.of("ACCESS_DENIED"), Set.of(), ""));
    assertThat(redrive.problems())
        .singleElement()
        .asString()
        .startsWith("the dead-letter queue cannot be received from: injected: unreachable");
    assertThat(queues.visible(queues.dead)).isEqualTo(1);
  }

  @Test
  void run_messageArrivesDuringTheRun_staysInTheDeadLetterQueue() {
    queues.sendDead("a", "MALFORMED_EVENT", "r");
    // A consumer that gives a message up at once sends it to the dead-letter queue again.
    queues.after =
        response -> {
          if (response instanceof SendMessageBatchResponse) {
            queues.take(queues.main).forEach(m -> queues.sendDead("a", "MALFORMED_EVENT", "r"));
          }
          return response;
        };
    Redrive redrive = run(ALL);
    assertThat(redrive.counts().count(Fate.PUT_BACK)).isEqualTo(1);
    assertThat(redrive.counts().count(Fate.NEWER)).isEqualTo(1);
    assertThat(queues.visible(queues.dead)).isEqualTo(1);
  }

  @Test
  void run_clockIsWrong_timesOfSqsDecide() {
    queues.sendDead("a", "ACCESS_DENIED", "r");
    for (int hours : List.of(-1, 1)) {
      Instant wrong = Instant.now().plus(Duration.ofHours(hours));
      DeadLetterQueue queue = new DeadLetterQueue(queues.sqs, queues.dead, () -> wrong, 0);
      List<Message> messages = queue.receive();
      assertThat(messages).hasSize(1);
      Instant later = Instant.now().plusSeconds(10);
      assertThat(queue.isNewer(sent(Instant.now().minusSeconds(10)))).isFalse();
      assertThat(queue.isNewer(sent(later))).isTrue();
      queue.hide(List.of(messages.get(0).receiptHandle()), Duration.ZERO);
    }
  }

  private static Message sent(Instant time) {
    return Message.builder()
        .attributes(
            Map.of(MessageSystemAttributeName.SENT_TIMESTAMP, Long.toString(time.toEpochMilli())))
        .build();
  }

  @Test
  void run_tooManyStay_endsAndSaysSo() {
    for (int i = 0; i < 40; i++) {
      queues.sendDead("k" + i, "KMS_KEY", "r");
    }
    Redrive redrive = run(new Selection(Set.of("ACCESS_DENIED"), Set.of(), ""), 20);
    assertThat(redrive.problems()).hasSize(1);
    assertThat(queues.visible(queues.dead)).isEqualTo(40);
    assertThat(queues.calls(ChangeMessageVisibilityBatchRequest.class)).isPositive();
  }

  @Test
  void run_bodyAndAttributesAreKept_exceptThoseOfTheFailure() {
    String body = "{\"Records\" : [ " + Queues.body("a+%ED%95%9C").substring(12);
    queues.send(
        body,
        Map.of(
            "s3sync.reason", "ACCESS_DENIED",
            "s3sync.rule", "r",
            "RequestID", "1",
            "ErrorCode", "200",
            "ErrorMessage", "1 ACCESS_DENIED",
            "team", "한글 \t x"));
    run(ALL);
    List<Message> messages = queues.take(queues.main);
    assertThat(messages).hasSize(1);
    assertThat(messages.get(0).body()).isEqualTo(body);
    assertThat(messages.get(0).messageAttributes()).containsOnlyKeys("team");
    assertThat(messages.get(0).messageAttributes())
        .hasEntrySatisfying("team", value -> assertThat(value.stringValue()).isEqualTo("한글 \t x"));
  }

  @Test
  void run_largeMessages_areSentInSeveralCalls() {
    String padding = " ".repeat(100_000);
    for (int i = 0; i < 5; i++) {
      queues.send(Queues.body("k" + i) + padding, Map.of());
    }
    assertThat(run(ALL).counts().count(Fate.PUT_BACK)).isEqualTo(5);
    assertThat(queues.take(queues.main)).hasSize(5);
  }

  @Test
  void run_unreadableMessage_staysUnlessItsReasonIsNamed() {
    queues.send("not an event", Map.of());
    queues.sendDead("a", "ACCESS_DENIED", "r");
    assertThat(run(ALL).counts().count(Fate.UNREADABLE)).isEqualTo(1);
    assertThat(queues.visible(queues.dead)).isEqualTo(1);
    Redrive asked = run(new Selection(Set.of("MALFORMED_EVENT"), Set.of(), ""));
    assertThat(asked.counts().count(Fate.PUT_BACK)).isEqualTo(1);
  }

  @Test
  void stop_beforeTheRun_releasesEverything() {
    queues.sendDead("a", "ACCESS_DENIED", "r");
    Redrive redrive =
        new Redrive(
            new DeadLetterQueue(queues.sqs, queues.dead, InstantSource.system(), 0),
            new QueueTarget(queues.sqs, queues.main),
            new DeadLetterReader(null),
            ALL,
            seen::add,
            2);
    redrive.stop();
    redrive.run();
    assertThat(redrive.problems()).containsExactly("the run was stopped before its end");
    assertThat(queues.visible(queues.dead)).isEqualTo(1);
  }
}
