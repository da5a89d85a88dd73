package io.github.s3sync.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.sqs.model.Message;

class SqsServerIT {
  private static SqsServer sqs;

  @BeforeAll
  static void start() {
    sqs = SqsServer.start();
  }

  @AfterAll
  static void stop() {
    sqs.close();
  }

  @Test
  void put_notifyingBucket_reachesTheQueue() {
    String queue = sqs.createQueue("events");
    try (S3ProxyServer s3 =
        S3ProxyServer.builder()
            .identity("writer", "secret", "src")
            .notify("src", "in/", body -> send(queue, body))
            .start()) {
      s3.createBucket("src");
      s3.client("writer")
          .putObject(p -> p.bucket("src").key("in/한글 +.txt"), RequestBody.fromString("v"));
    }

    assertThat(receive(queue))
        .singleElement()
        .satisfies(
            message ->
                assertThat(message.body())
                    .contains("\"ObjectCreated:Put\"", "\"in/%ED%95%9C%EA%B8%80+%2B.txt\""));
  }

  @Test
  void receive_tooOften_movesToDeadLetterQueue() {
    String queue = sqs.createQueue("work", Duration.ofSeconds(0), "work-dead", 2);
    send(queue, "poison");

    assertThat(receive(queue)).hasSize(1);
    assertThat(receive(queue)).hasSize(1);
    assertThat(receive(queue)).isEmpty();

    String dead = sqs.client().getQueueUrl(q -> q.queueName("work-dead")).queueUrl();
    assertThat(receive(dead)).extracting(Message::body).containsExactly("poison");
  }

  @Test
  void createQueue_url_carriesThePortOfTheServer() {
    assertThat(sqs.createQueue("located")).startsWith(sqs.endpoint().toString());
  }

  @Test
  void start_secondServer_hasQueuesOfItsOwn() {
    sqs.createQueue("only-here");
    try (SqsServer second = SqsServer.start()) {
      second.createQueue("only-there");

      assertThat(second.client().listQueues().queueUrls())
          .singleElement()
          .asString()
          .endsWith("/only-there");
    }
    assertThat(sqs.createQueue("still-here")).isNotEmpty();
  }

  private static void send(String queue, String body) {
    sqs.client().sendMessage(m -> m.queueUrl(queue).messageBody(body));
  }

  private static List<Message> receive(String queue) {
    return sqs.client().receiveMessage(r -> r.queueUrl(queue).waitTimeSeconds(1)).messages();
  }
}
