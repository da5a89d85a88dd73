package io.github.s3sync.setup.check;

import io.github.s3sync.copy.S3Clients;
import io.github.s3sync.rule.CopyRules;
import io.github.s3sync.setup.policy.SyncPolicies;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.sqs.SqsClient;

/**
 * Collects what a {@link Preflight} looks at. Clients are closed by whoever made them. Not for use
 * by several threads.
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
   * Sets the rules.
   *
   * @param tried the rules
   * @return this
   */
  public PreflightBuilder rules(CopyRules tried) {
    this.rules = tried;
    return this;
  }

  /**
   * Sets who is asked: the clients that copies are made with, and so the principals that make them.
   *
   * @param asked the clients
   * @return this
   */
  public PreflightBuilder clients(S3Clients asked) {
    this.clients = asked;
    return this;
  }

  /**
   * Sets what principals and resources are called, for the statements that would grant what is
   * missing.
   *
   * @param known of the same rules; by default findings name actions only
   * @return this
   */
  public PreflightBuilder policies(SyncPolicies known) {
    this.policies = known;
    return this;
  }

  /**
   * Sets the queue that notifications go to.
   *
   * @param client asks for the queue's attributes, {@code sqs:GetQueueAttributes}, and the address
   *     of its dead-letter queue, {@code sqs:GetQueueUrl}
   * @param queueUrl the queue
   * @return this
   */
  public PreflightBuilder queue(SqsClient client, String queueUrl) {
    this.queue = new QueueTrial(client, queueUrl);
    return this;
  }

  /**
   * Sets the function that the queue is handled by; without a queue, all queues that it handles are
   * looked at.
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
   * Lets one empty object be written to each destination and deleted again, where nothing else
   * tells what is allowed. Whoever hears of events there hears of it; a bucket with versions keeps
   * it under its delete marker.
   *
   * @param prefix how its key begins, such as {@code bdp/}; by default none is written
   * @return this
   */
  public PreflightBuilder probe(String prefix) {
    this.probe = prefix;
    return this;
  }

  /** Sets which clients ask S3 itself, for tests with servers that behave as it does. */
  PreflightBuilder aws(Predicate<S3Client> isAws) {
    this.aws = isAws;
    return this;
  }

  /**
   * Makes the preflight. Nothing is asked yet.
   *
   * @return the preflight
   * @throws NullPointerException if there are no rules or no clients
   */
  public Preflight build() {
    return new Preflight(this);
  }
}
