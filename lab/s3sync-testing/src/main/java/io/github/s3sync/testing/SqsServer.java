package io.github.s3sync.testing;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.pekko.actor.ActorSystem;
import org.elasticmq.rest.sqs.SQSRestServer;
import org.elasticmq.rest.sqs.SQSRestServerBuilder;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/**
 * Runs an ElasticMQ inside this JVM: SQS's own protocol, queues in memory.
 *
 * <p>It listens on 127.0.0.1 at a free port, which its queue URLs contain. The first start in a JVM
 * takes about two seconds. Thread-safe. {@link #close()} also closes the client.
 *
 * <p>Differences from SQS: signatures are not checked; a second DeleteMessage with a used receipt
 * handle fails with {@code ReceiptHandleIsInvalid}; a queue policy is silently discarded;
 * StartMessageMoveTask breaks the connection; a message that is received from the dead-letter queue
 * just while it is moved there stays in both queues.
 *
 * <p>ElasticMQ's own configuration makes Pekko log at DEBUG. The actor system of this class logs at
 * WARNING, whatever the logging binding is. The INFO lines of the loggers {@code org.elasticmq} and
 * {@code org.apache.pekko.event.slf4j} do not pass Pekko's filter; only the binding can silence
 * them.
 *
 * @since 0.1.0
 */
public final class SqsServer implements AutoCloseable {
  private static final String ACCOUNT = "111111111111";

  private final ActorSystem actors;
  private final URI endpoint;
  private final SqsClient client;

  private SqsServer(ActorSystem actors, SQSRestServer server) {
    this.actors = actors;
    int port = server.waitUntilStarted().localAddress().getPort();
    this.endpoint = URI.create("http://127.0.0.1:" + port);
    this.client =
        SqsClient.builder()
            .endpointOverride(endpoint)
            .region(Region.US_EAST_1)
            .credentialsProvider(
                StaticCredentialsProvider.create(AwsBasicCredentials.create("sqs", "sqs")))
            .httpClientBuilder(Apache5HttpClient.builder())
            .overrideConfiguration(c -> c.retryStrategy(AwsRetryStrategy.doNotRetry()))
            .build();
  }

  /**
   * Starts a server without queues and returns when it is ready for requests.
   *
   * @return the running server, which the caller closes
   */
  public static SqsServer start() {
    Config quiet =
        ConfigFactory.parseString("pekko.loglevel=WARNING,pekko.stdout-loglevel=WARNING");
    ActorSystem actors = ActorSystem.create("sqs-server", quiet.withFallback(ConfigFactory.load()));
    try {
      return new SqsServer(
          actors,
          SQSRestServerBuilder.withActorSystem(actors)
              .withInterface("127.0.0.1")
              .withDynamicPort()
              .withAWSRegion(Region.US_EAST_1.id())
              .withAWSAccountId(ACCOUNT)
              .start());
    } catch (RuntimeException e) {
      actors.terminate();
      throw e;
    }
  }

  /**
   * Returns the endpoint of the server.
   *
   * @return an http URI with address and port
   */
  public URI endpoint() {
    return endpoint;
  }

  /**
   * Returns the server's client: region us-east-1, no retries. Each call returns the same client,
   * which is closed with the server.
   *
   * @return a client of this server
   */
  public SqsClient client() {
    return client;
  }

  /**
   * Creates a standard queue with SQS's defaults.
   *
   * @param name its name
   * @return its URL
   */
  public String createQueue(String name) {
    return client.createQueue(q -> q.queueName(name)).queueUrl();
  }

  /**
   * Creates a standard queue with a redrive policy, and its dead-letter queue if it does not exist.
   *
   * @param name its name
   * @param visibilityTimeout how long a received message is hidden; whole seconds
   * @param dlqName the name of the dead-letter queue
   * @param maxReceiveCount how often a message may be received, at least 1
   * @return the URL of the queue called {@code name}
   */
  public String createQueue(
      String name, Duration visibilityTimeout, String dlqName, int maxReceiveCount) {
    createQueue(dlqName);
    Map<QueueAttributeName, String> attributes = new HashMap<>();
    attributes.put(
        QueueAttributeName.VISIBILITY_TIMEOUT, Long.toString(visibilityTimeout.toSeconds()));
    attributes.put(
        QueueAttributeName.REDRIVE_POLICY,
        "{\"deadLetterTargetArn\":\"arn:aws:sqs:us-east-1:%s:%s\",\"maxReceiveCount\":%d}"
            .formatted(ACCOUNT, dlqName, maxReceiveCount));
    return client.createQueue(q -> q.queueName(name).attributes(attributes)).queueUrl();
  }

  @Override
  public void close() {
    client.close();
    // Stopping the server first would wait for long polls of clients that no longer exist.
    actors.terminate();
    actors.getWhenTerminated().toCompletableFuture().join();
  }
}
