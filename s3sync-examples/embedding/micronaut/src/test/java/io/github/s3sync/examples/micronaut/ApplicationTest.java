package io.github.s3sync.examples.micronaut;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.s3sync.sqs.PollerHealth;
import io.github.s3sync.testing.FakeS3;
import io.github.s3sync.testing.Fault;
import io.github.s3sync.testing.SqsServer;
import io.micrometer.core.instrument.MeterRegistry;
import io.micronaut.context.ApplicationContext;
import io.micronaut.health.HealthStatus;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/** Starts and stops the application, with the real SDK against servers in this JVM. */
class ApplicationTest {

  private final FakeS3 s3 = FakeS3.start();
  private final SqsServer sqs = SqsServer.start();
  private final String queue =
      sqs.createQueue("objects", Duration.ofMinutes(1), "objects-dead", 20);

  @BeforeEach
  void buckets() {
    s3.createBucket("src");
    s3.createBucket("dst");
    s3.notify("src", body -> sqs.client().sendMessage(m -> m.queueUrl(queue).messageBody(body)));
    System.setProperty("aws.accessKeyId", "test");
    System.setProperty("aws.secretAccessKey", "test");
    System.setProperty("aws.region", "us-east-1");
  }

  @AfterEach
  void close() {
    sqs.close();
    s3.close();
  }

  @Test
  void run_objectsAreReplicated_andHealthAndMetersSaySo() {
    try (ApplicationContext application = run()) {
      put("reports/한글 + menu.txt");

      await()
          .ignoreExceptions()
          .untilAsserted(() -> assertThat(replica("reports/한글 + menu.txt")).isEqualTo("x"));
      MeterRegistry meters = application.getBean(MeterRegistry.class);
      await()
          .ignoreExceptions()
          .untilAsserted(
              () ->
                  assertThat(
                          meters.get("s3sync.objects").tag("outcome", "copied").counter().count())
                      .isEqualTo(1));
      assertThat(meters.get("s3sync.poller.healthy").gauge().value()).isEqualTo(1);
      assertThat(application.getBean(ReplicationHealth.class).result().getStatus())
          .isEqualTo(HealthStatus.UP);
    }
  }

  @Test
  void close_copyInWork_isFinishedBeforeItsClientsAreClosed() {
    s3.always("CopyObject", Fault.delay(Duration.ofSeconds(1)));
    ApplicationContext application = run();
    Replication replication = application.getBean(Replication.class);
    put("slow.txt");
    await().until(() -> replication.health().inFlight() == 1);

    application.close();

    assertThat(replica("slow.txt")).isEqualTo("x");
    assertThat(replication.health().state()).isEqualTo(PollerHealth.State.STOPPED);
    assertThat(messages()).isZero();
  }

  @Test
  void health_queueIsMissing_isDownWithTheReason() {
    try (ApplicationContext application = run(queue + "-typo")) {
      ReplicationHealth health = application.getBean(ReplicationHealth.class);

      await().until(() -> health.result().getStatus().equals(HealthStatus.DOWN));
      await().until(() -> String.valueOf(health.result().getDetails()).contains("trouble"));
    }
  }

  private ApplicationContext run() {
    return run(queue);
  }

  private ApplicationContext run(String queueUrl) {
    return ApplicationContext.run(
        Map.of(
            "replication.queue-url",
            queueUrl,
            "replication.source-bucket",
            "src",
            "replication.destination-bucket",
            "dst",
            "replication.s3-endpoint",
            s3.endpoint().toString(),
            "replication.sqs-endpoint",
            sqs.endpoint().toString()));
  }

  private void put(String key) {
    s3.client().putObject(p -> p.bucket("src").key(key), RequestBody.fromString("x"));
  }

  private String replica(String key) {
    return s3.client().getObjectAsBytes(g -> g.bucket("dst").key(key)).asUtf8String();
  }

  private int messages() {
    var attributes =
        sqs.client()
            .getQueueAttributes(q -> q.queueUrl(queue).attributeNames(QueueAttributeName.ALL))
            .attributes();
    return Integer.parseInt(attributes.get(QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES))
        + Integer.parseInt(
            attributes.get(QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_NOT_VISIBLE));
  }
}
