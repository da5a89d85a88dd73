package io.github.s3sync.setup.check;

import io.github.s3sync.client.S3Clients;
import io.github.s3sync.rule.CopyRules;
import io.github.s3sync.setup.delivery.FunctionTrial;
import io.github.s3sync.setup.delivery.QueueTrial;
import io.github.s3sync.setup.policy.SyncPolicies;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.sqs.SqsClient;

/**
 * Builds a {@link Preflight}. The caller closes the clients. Not safe for use by several threads.
 *
 * @since 0.1.0
 */
public final class PreflightBuilder {

  @Nullable CopyRules rules;
  @Nullable S3Clients clients;
  @Nullable SyncPolicies policies;
  @Nullable String probe;
  @Nullable QueueTrial queue;
  private @Nullable LambdaClient lambda;
  private @Nullable String functionName;
  private Map<String, String> variables = Map.of();
  Predicate<S3Client> aws = S3Clients::isAws;

  PreflightBuilder() {}

  /**
   * Sets the rules to check. Required.
   *
   * @param tried the rules
   * @return this
   */
  public PreflightBuilder rules(CopyRules tried) {
    this.rules = tried;
    return this;
  }

  /**
   * Sets the clients to send requests with. Use the clients that make copies, so that the check
   * runs as the same principals. Required.
   *
   * @param asked the clients
   * @return this
   */
  public PreflightBuilder clients(S3Clients asked) {
    this.clients = asked;
    return this;
  }

  /**
   * Sets the policies that name principals and resources, for the statements that would grant
   * missing permissions.
   *
   * @param known the policies of the same rules; by default findings name actions only
   * @return this
   */
  public PreflightBuilder policies(SyncPolicies known) {
    this.policies = known;
    return this;
  }

  /**
   * Sets the queue that receives the notifications. By default no queue is checked.
   *
   * @param client reads the queue's attributes, {@code sqs:GetQueueAttributes}, and the URL of its
   *     dead-letter queue, {@code sqs:GetQueueUrl}
   * @param queueUrl the URL of the queue
   * @return this
   */
  public PreflightBuilder queue(SqsClient client, String queueUrl) {
    this.queue = new QueueTrial(client, queueUrl);
    return this;
  }

  /**
   * Sets the function that processes the queue. Without a queue, all queues that invoke the
   * function are checked. By default no function is checked.
   *
   * @param client calls {@code lambda:GetFunctionConfiguration}, {@code
   *     lambda:GetFunctionConcurrency} and {@code lambda:ListEventSourceMappings}
   * @param name the function's name or ARN
   * @return this
   */
  public PreflightBuilder function(LambdaClient client, String name) {
    this.lambda = client;
    this.functionName = name;
    return this;
  }

  /**
   * Sets the environment variables that the rules were read from, so that the function's own are
   * compared with them.
   *
   * @param read names and values; by default the function's variables are not compared
   * @return this
   */
  public PreflightBuilder variables(Map<String, String> read) {
    this.variables = Map.copyOf(read);
    return this;
  }

  @Nullable FunctionTrial function() {
    return lambda == null || functionName == null
        ? null
        : new FunctionTrial(lambda, functionName, variables);
  }

  /**
   * Allows the preflight to write one empty object to each destination and delete it again, where
   * no other request shows which actions are allowed. The object causes events of the bucket. A
   * bucket with versioning keeps the object under its delete marker.
   *
   * @param prefix the prefix of its key, such as {@code bdp/}; by default no object is written
   * @return this
   */
  public PreflightBuilder probe(String prefix) {
    this.probe = prefix;
    return this;
  }

  /** Sets which clients send requests to S3 itself, for tests with servers that behave like S3. */
  PreflightBuilder aws(Predicate<S3Client> isAws) {
    this.aws = isAws;
    return this;
  }

  /**
   * Returns the preflight. Sends no request yet.
   *
   * @return the preflight
   * @throws NullPointerException if the rules or the clients are not set
   */
  public Preflight build() {
    return new Preflight(this);
  }
}
