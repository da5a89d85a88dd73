package io.github.s3sync.sqs;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.ChangeMessageVisibilityBatchRequest;
import software.amazon.awssdk.services.sqs.model.ChangeMessageVisibilityBatchRequestEntry;
import software.amazon.awssdk.services.sqs.model.ChangeMessageVisibilityBatchResponse;
import software.amazon.awssdk.services.sqs.model.ChangeMessageVisibilityBatchResultEntry;
import software.amazon.awssdk.services.sqs.model.DeleteMessageBatchRequest;
import software.amazon.awssdk.services.sqs.model.DeleteMessageBatchResponse;
import software.amazon.awssdk.services.sqs.model.DeleteMessageBatchResultEntry;
import software.amazon.awssdk.services.sqs.model.GetQueueAttributesRequest;
import software.amazon.awssdk.services.sqs.model.GetQueueAttributesResponse;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;
import software.amazon.awssdk.services.sqs.model.SendMessageRequest;
import software.amazon.awssdk.services.sqs.model.SendMessageResponse;

/** An SQS with programmable answers, for tests with a simulated clock. */
final class FakeSqs implements SqsClient {

  final List<ChangeMessageVisibilityBatchRequestEntry> hidings =
      Collections.synchronizedList(new ArrayList<>());
  final List<String> deleted = new ArrayList<>();

  /** Called for each message that is to be hidden, before the answer; may throw. */
  Consumer<ChangeMessageVisibilityBatchRequestEntry> onHiding = entry -> {};

  @Override
  public ChangeMessageVisibilityBatchResponse changeMessageVisibilityBatch(
      ChangeMessageVisibilityBatchRequest request) {
    hidings.addAll(request.entries());
    request.entries().forEach(onHiding);
    return ChangeMessageVisibilityBatchResponse.builder()
        .successful(
            request.entries().stream()
                .map(e -> ChangeMessageVisibilityBatchResultEntry.builder().id(e.id()).build())
                .toList())
        .failed(List.of())
        .build();
  }

  /** Called for each delete, before the answer; may throw. */
  Consumer<DeleteMessageBatchRequest> onDelete = request -> {};

  /** Returns the queue's attributes with its redrive policy; may throw. */
  Supplier<Map<QueueAttributeName, String>> attributes = Map::of;

  @Override
  public GetQueueAttributesResponse getQueueAttributes(GetQueueAttributesRequest request) {
    return GetQueueAttributesResponse.builder().attributes(attributes.get()).build();
  }

  final List<SendMessageRequest> sent = new ArrayList<>();

  @Override
  public SendMessageResponse sendMessage(SendMessageRequest request) {
    sent.add(request);
    return SendMessageResponse.builder().messageId("sent").build();
  }

  @Override
  public DeleteMessageBatchResponse deleteMessageBatch(DeleteMessageBatchRequest request) {
    onDelete.accept(request);
    request.entries().forEach(entry -> deleted.add(entry.receiptHandle()));
    return DeleteMessageBatchResponse.builder()
        .successful(
            request.entries().stream()
                .map(e -> DeleteMessageBatchResultEntry.builder().id(e.id()).build())
                .toList())
        .failed(List.of())
        .build();
  }

  @Override
  public String serviceName() {
    return "fake";
  }

  @Override
  public void close() {}
}
