package io.github.s3sync.cli.redrive;

import io.github.s3sync.testing.SqsServer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.SdkRequest;
import software.amazon.awssdk.core.SdkResponse;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/** Provides a queue and its dead-letter queue, and a client whose calls can be made to fail. */
final class Queues implements AutoCloseable {

  private static final AtomicInteger NUMBER = new AtomicInteger();

  final SqsServer server;
  final String dead;
  final String main;
  final SqsClient sqs;
  final List<SdkRequest> calls = new CopyOnWriteArrayList<>();

  /** Called before each request is sent; may throw an exception. */
  volatile Function<SdkRequest, @Nullable RuntimeException> before = request -> null;

  /** Called with each answer, which it may replace. */
  volatile Function<SdkResponse, SdkResponse> after = Function.identity();

  Queues(SqsServer server) {
    this.server = server;
    int number = NUMBER.incrementAndGet();
    this.dead = server.createQueue("dead-" + number);
    this.main = server.createQueue("main-" + number);
    this.sqs =
        SqsClient.builder()
            .endpointOverride(server.endpoint())
            .region(Region.US_EAST_1)
            .credentialsProvider(
                StaticCredentialsProvider.create(AwsBasicCredentials.create("sqs", "sqs")))
            .httpClientBuilder(Apache5HttpClient.builder())
            .overrideConfiguration(
                c ->
                    c.retryStrategy(AwsRetryStrategy.doNotRetry())
                        .addExecutionInterceptor(new Faults()))
            .build();
  }

  void send(String body, Map<String, String> attributes) {
    send(dead, body, attributes);
  }

  void send(String queue, String body, Map<String, String> attributes) {
    Map<String, MessageAttributeValue> values = new java.util.HashMap<>();
    attributes.forEach(
        (name, value) ->
            values.put(
                name,
                MessageAttributeValue.builder().dataType("String").stringValue(value).build()));
    server.client().sendMessage(r -> r.queueUrl(queue).messageBody(body).messageAttributes(values));
  }

  /** Sends a dead letter for an object, as the poller does. */
  void sendDead(String key, String reason, String rule) {
    send(body(key), Map.of("s3sync.reason", reason, "s3sync.rule", rule, "s3sync.message", "no"));
  }

  static String body(String key) {
    return "{\"Records\":[{\"eventVersion\":\"2.1\",\"eventSource\":\"aws:s3\",\"eventName\":"
        + "\"ObjectCreated:Put\",\"s3\":{\"bucket\":{\"name\":\"src\"},\"object\":{\"key\":\""
        + key
        + "\"}}}]}";
  }

  int visible(String queue) {
    return count(queue, QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES);
  }

  int hidden(String queue) {
    return count(queue, QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_NOT_VISIBLE);
  }

  private int count(String queue, QueueAttributeName name) {
    return Integer.parseInt(
        server
            .client()
            .getQueueAttributes(r -> r.queueUrl(queue).attributeNames(name))
            .attributes()
            .get(name));
  }

  /** Receives all messages of a queue, which stay hidden. */
  List<Message> take(String queue) {
    List<Message> all = new ArrayList<>();
    while (true) {
      List<Message> some =
          server
              .client()
              .receiveMessage(
                  r -> r.queueUrl(queue).maxNumberOfMessages(10).messageAttributeNames("All"))
              .messages();
      if (some.isEmpty()) {
        return all;
      }
      all.addAll(some);
    }
  }

  <R extends SdkRequest> long calls(Class<R> type) {
    return calls.stream().filter(type::isInstance).count();
  }

  @Override
  public void close() {
    sqs.close();
  }

  private final class Faults implements ExecutionInterceptor {
    @Override
    public void beforeTransmission(Context.BeforeTransmission context, ExecutionAttributes about) {
      calls.add(context.request());
      RuntimeException fault = before.apply(context.request());
      if (fault != null) {
        throw fault;
      }
    }

    @Override
    public SdkResponse modifyResponse(Context.ModifyResponse context, ExecutionAttributes about) {
      return after.apply(context.response());
    }
  }
}
