package io.github.s3sync.sqs;

import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.core.interceptor.SdkExecutionAttribute;
import software.amazon.awssdk.services.sqs.model.SqsException;

/** Counts the calls of an SQS client, and has some of them fail. */
final class SqsFaults implements ExecutionInterceptor {

  private final Map<String, Queue<Supplier<RuntimeException>>> next = new ConcurrentHashMap<>();
  private final Map<String, Supplier<RuntimeException>> always = new ConcurrentHashMap<>();
  private final List<String> calls = new CopyOnWriteArrayList<>();

  /** The next call of an operation never reaches SQS. */
  void onNext(String operation, Supplier<RuntimeException> exception) {
    next.computeIfAbsent(operation, o -> new ConcurrentLinkedQueue<>()).add(exception);
  }

  /** No call of an operation reaches SQS until {@link #clear}. */
  void always(String operation, Supplier<RuntimeException> exception) {
    always.put(operation, exception);
  }

  void clear() {
    next.clear();
    always.clear();
  }

  /** How often an operation was called, those included that failed. */
  int calls(String operation) {
    return (int) calls.stream().filter(operation::equals).count();
  }

  int calls() {
    return calls.size();
  }

  static RuntimeException error(int status, String code) {
    return SqsException.builder()
        .statusCode(status)
        .awsErrorDetails(
            software.amazon.awssdk.awscore.exception.AwsErrorDetails.builder()
                .errorCode(code)
                .errorMessage("injected")
                .build())
        .message(code + ": injected")
        .build();
  }

  @Override
  public void beforeTransmission(Context.BeforeTransmission context, ExecutionAttributes about) {
    String operation = about.getAttribute(SdkExecutionAttribute.OPERATION_NAME);
    calls.add(operation);
    Queue<Supplier<RuntimeException>> planned = next.get(operation);
    Supplier<RuntimeException> fault = planned == null ? null : planned.poll();
    if (fault == null) {
      fault = always.get(operation);
    }
    if (fault != null) {
      throw fault.get();
    }
  }
}
