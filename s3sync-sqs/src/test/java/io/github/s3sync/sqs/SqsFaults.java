package io.github.s3sync.sqs;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.core.SdkRequest;
import software.amazon.awssdk.core.SdkResponse;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttribute;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.core.interceptor.SdkExecutionAttribute;
import software.amazon.awssdk.services.sqs.model.BatchResultErrorEntry;
import software.amazon.awssdk.services.sqs.model.ChangeMessageVisibilityBatchRequest;
import software.amazon.awssdk.services.sqs.model.ChangeMessageVisibilityBatchResponse;
import software.amazon.awssdk.services.sqs.model.DeleteMessageBatchRequest;
import software.amazon.awssdk.services.sqs.model.DeleteMessageBatchResponse;
import software.amazon.awssdk.services.sqs.model.SqsException;

/** Records the calls of an SQS client, and makes some of them fail. */
final class SqsFaults implements ExecutionInterceptor {

  static final String RECEIVE = "ReceiveMessage";
  static final String DELETE = "DeleteMessageBatch";
  static final String HIDE = "ChangeMessageVisibilityBatch";
  static final String SEND = "SendMessage";

  private static final ExecutionAttribute<Refusal> REFUSAL = new ExecutionAttribute<>("Refusal");

  /** SQS's error for one message of a batch. */
  private record Refusal(String code, String message) {}

  private record Call(String operation, SdkRequest request) {}

  private final Map<String, Queue<Supplier<@Nullable RuntimeException>>> next =
      new ConcurrentHashMap<>();
  private final Map<String, Supplier<@Nullable RuntimeException>> always =
      new ConcurrentHashMap<>();
  private final Map<String, Queue<Refusal>> refusals = new ConcurrentHashMap<>();
  private final List<Call> calls = new CopyOnWriteArrayList<>();

  /**
   * Makes the next call of an operation fail before it reaches SQS, unless the supplier returns
   * null.
   */
  void onNext(String operation, Supplier<@Nullable RuntimeException> exception) {
    next.computeIfAbsent(operation, o -> new ConcurrentLinkedQueue<>()).add(exception);
  }

  /**
   * Makes all calls of an operation fail before they reach SQS until {@link #clear}, unless the
   * supplier returns null.
   */
  void always(String operation, Supplier<@Nullable RuntimeException> exception) {
    always.put(operation, exception);
  }

  /** Refuses the first message of the next batch, which does not reach SQS. */
  void refuseOne(String operation, String code, String message) {
    refusals
        .computeIfAbsent(operation, o -> new ConcurrentLinkedQueue<>())
        .add(new Refusal(code, message));
  }

  void clear() {
    next.clear();
    always.clear();
  }

  /** Returns how often an operation was called, including failed calls. */
  int calls(String operation) {
    return (int) calls.stream().filter(call -> call.operation().equals(operation)).count();
  }

  /** Returns the called operations in order, including failed calls. */
  List<String> operations() {
    return calls.stream().map(Call::operation).toList();
  }

  /** Returns the requests of one kind in order, including failed calls. */
  <R extends SdkRequest> List<R> requests(Class<R> type) {
    return calls.stream().map(Call::request).filter(type::isInstance).map(type::cast).toList();
  }

  static RuntimeException error(int status, String code) {
    return SqsException.builder()
        .statusCode(status)
        .awsErrorDetails(AwsErrorDetails.builder().errorCode(code).errorMessage("injected").build())
        .message(code + ": injected")
        .build();
  }

  @Override
  public SdkRequest modifyRequest(Context.ModifyRequest context, ExecutionAttributes about) {
    Queue<Refusal> planned = refusals.get(about.getAttribute(SdkExecutionAttribute.OPERATION_NAME));
    Refusal refusal = planned == null ? null : planned.poll();
    if (refusal == null) {
      return context.request();
    }
    about.putAttribute(REFUSAL, refusal);
    if (context.request() instanceof DeleteMessageBatchRequest delete) {
      return delete.toBuilder()
          .entries(
              withFirst(
                  delete.entries(), e -> e.copy(b -> b.receiptHandle(bad(e.receiptHandle())))))
          .build();
    }
    ChangeMessageVisibilityBatchRequest hide =
        (ChangeMessageVisibilityBatchRequest) context.request();
    return hide.toBuilder()
        .entries(
            withFirst(hide.entries(), e -> e.copy(b -> b.receiptHandle(bad(e.receiptHandle())))))
        .build();
  }

  private static String bad(String receiptHandle) {
    return receiptHandle + "x";
  }

  private static <E> List<E> withFirst(List<E> entries, UnaryOperator<E> change) {
    List<E> changed = new ArrayList<>(entries);
    changed.set(0, change.apply(entries.get(0)));
    return changed;
  }

  @Override
  public void beforeTransmission(Context.BeforeTransmission context, ExecutionAttributes about) {
    String operation = about.getAttribute(SdkExecutionAttribute.OPERATION_NAME);
    calls.add(new Call(operation, context.request()));
    Queue<Supplier<@Nullable RuntimeException>> planned = next.get(operation);
    Supplier<@Nullable RuntimeException> fault = planned == null ? null : planned.poll();
    if (fault == null) {
      fault = always.get(operation);
    }
    RuntimeException exception = fault == null ? null : fault.get();
    if (exception != null) {
      throw exception;
    }
  }

  @Override
  public SdkResponse modifyResponse(Context.ModifyResponse context, ExecutionAttributes about) {
    Refusal refusal = about.getAttribute(REFUSAL);
    if (refusal == null) {
      return context.response();
    }
    if (context.response() instanceof DeleteMessageBatchResponse delete) {
      return delete.toBuilder().failed(withFirst(delete.failed(), e -> said(e, refusal))).build();
    }
    ChangeMessageVisibilityBatchResponse hide =
        (ChangeMessageVisibilityBatchResponse) context.response();
    return hide.toBuilder().failed(withFirst(hide.failed(), e -> said(e, refusal))).build();
  }

  private static BatchResultErrorEntry said(BatchResultErrorEntry entry, Refusal refusal) {
    return entry.copy(b -> b.code(refusal.code()).message(refusal.message()));
  }
}
