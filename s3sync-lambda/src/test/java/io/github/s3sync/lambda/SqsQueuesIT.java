package io.github.s3sync.lambda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.s3sync.testing.SqsServer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.sqs.model.Message;

/** Makes the calls for a function's queue to a real server. */
class SqsQueuesIT {

  private static final Duration AMPLE = Duration.ofSeconds(20);
  private static final String ARN = "arn:aws:sqs:us-east-1:111111111111:";

  private static SqsServer server;
  private static SqsQueues queues;

  @BeforeAll
  static void start() {
    System.setProperty("aws.accessKeyId", "role");
    System.setProperty("aws.secretAccessKey", "secret");
    server = SqsServer.start();
    queues = new SqsQueues(Map.of("AWS_ENDPOINT_URL_SQS", server.endpoint().toString()));
  }

  @AfterAll
  static void stop() {
    server.close();
    System.clearProperty("aws.accessKeyId");
    System.clearProperty("aws.secretAccessKey");
  }

  @Test
  void maxReceiveCount_ofTheRedrivePolicy_orNeverWithoutOne() {
    server.createQueue("with", Duration.ofMinutes(1), "dead", 20);
    server.createQueue("without");

    assertThat(queues.maxReceiveCount(ARN + "with", AMPLE)).isEqualTo(20);
    assertThat(queues.maxReceiveCount(ARN + "without", AMPLE)).isEqualTo(Integer.MAX_VALUE);
    assertThatThrownBy(() -> queues.maxReceiveCount(ARN + "missing", AMPLE))
        .isInstanceOf(RuntimeException.class);
  }

  @Test
  void send_body_arrives() {
    String queue = server.createQueue("sent");

    queues.send(ARN + "sent", "한글", AMPLE);

    assertThat(receive(queue).body()).isEqualTo("한글");
  }

  @Test
  void delay_oneOfTwoReceiptsIsUnknown_theOtherMessageBecomesVisible() {
    String queue = server.createQueue("delayed", Duration.ofMinutes(10), "dead", 20);
    server.client().sendMessage(m -> m.queueUrl(queue).messageBody("x"));
    Message message = receive(queue);

    queues.delay(
        ARN + "delayed",
        List.of(
            new Redelivery.Delay("not-a-receipt", 0),
            new Redelivery.Delay(message.receiptHandle(), 0)),
        AMPLE);

    assertThat(receive(queue).messageId()).isEqualTo(message.messageId());
  }

  private static Message receive(String queue) {
    return server
        .client()
        .receiveMessage(r -> r.queueUrl(queue).waitTimeSeconds(20))
        .messages()
        .get(0);
  }
}
