package io.github.s3sync.sqs.crash;

import java.util.Random;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.core.interceptor.SdkExecutionAttribute;

/**
 * Counts the calls to SQS and makes some fail in spite of the SDK's own retries: half of them
 * before the request is sent, half after SQS has executed it.
 */
final class SqsTrouble implements ExecutionInterceptor {

  private final Journal journal;
  private final double rate;
  private final Random random;

  SqsTrouble(Journal journal, double rate, long seed) {
    this.journal = journal;
    this.rate = rate;
    this.random = new Random(seed);
  }

  @Override
  public void beforeExecution(Context.BeforeExecution context, ExecutionAttributes attributes) {
    journal.called(operation(attributes));
    maybeFail("before", attributes);
  }

  @Override
  public void afterExecution(Context.AfterExecution context, ExecutionAttributes attributes) {
    maybeFail("after", attributes);
  }

  private void maybeFail(String when, ExecutionAttributes attributes) {
    if (random.nextDouble() < rate / 2) {
      String operation = operation(attributes);
      journal.failed(when + "." + operation);
      throw SdkClientException.create("injected " + when + " " + operation);
    }
  }

  private static String operation(ExecutionAttributes attributes) {
    return attributes.getAttribute(SdkExecutionAttribute.OPERATION_NAME);
  }
}
