package io.github.s3sync.examples.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.s3sync.sqs.PollerHealth;
import io.github.s3sync.testing.FakeS3;
import io.github.s3sync.testing.Fault;
import io.github.s3sync.testing.SqsServer;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.actuate.health.Status;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.task.AsyncTaskExecutor;
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
    try (ConfigurableApplicationContext application = run()) {
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
      assertThat(application.getBean(ReplicationHealthIndicator.class).health().getStatus())
          .isEqualTo(Status.UP);
    }
  }

  @Test
  void run_applicationsOwnExecutor_isStillThere() {
    try (ConfigurableApplicationContext application = run()) {
      assertThat(application.getBean("applicationTaskExecutor"))
          .isInstanceOf(AsyncTaskExecutor.class);
    }
  }

  @Test
  void close_copyInWork_isFinishedBeforeItsClientsAreClosed() {
    s3.always("CopyObject", Fault.delay(Duration.ofSeconds(1)));
    ConfigurableApplicationContext application = run();
    Replication replication = application.getBean(Replication.class);
    put("slow.txt");
    await().until(() -> replication.health().inFlight() == 1);

    application.close();

    assertThat(replica("slow.txt")).isEqualTo("x");
    assertThat(replication.health().state()).isEqualTo(PollerHealth.State.STOPPED);
    assertThat(messages()).isZero();
  }

  @Test
  void stopAndStart_ofTheContext_pollsAgain() {
    try (ConfigurableApplicationContext application = run()) {
      application.stop();
      put("meanwhile.txt");
      application.start();

      await()
          .ignoreExceptions()
          .untilAsserted(() -> assertThat(replica("meanwhile.txt")).isEqualTo("x"));
    }
  }

  @Test
  void health_queueIsMissing_isDownWithTheReason() {
    try (ConfigurableApplicationContext application = run(queue + "-typo")) {
      ReplicationHealthIndicator health = application.getBean(ReplicationHealthIndicator.class);

      await()
          .ignoreExceptions()
          .untilAsserted(() -> assertThat(health.health().getStatus()).isEqualTo(Status.DOWN));
      await()
          .ignoreExceptions()
          .untilAsserted(() -> assertThat(health.health().getDetails()).containsKey("trouble"));
    }
  }

  private ConfigurableApplicationContext run() {
    return run(queue);
  }

  private ConfigurableApplicationContext run(String queueUrl) {
    return SpringApplication.run(
        Application.class,
        "--replication.queue-url=" + queueUrl,
        "--replication.source-bucket=src",
        "--replication.destination-bucket=dst",
        "--replication.s3-endpoint=" + s3.endpoint(),
        "--replication.sqs-endpoint=" + sqs.endpoint());
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
