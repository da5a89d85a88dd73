package io.github.s3sync.executor;

import io.github.s3sync.client.S3Clients;
import io.github.s3sync.destination.Access;
import io.github.s3sync.destination.Destination;
import io.github.s3sync.plan.CopyPlan;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.DelegatingS3Client;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Request;

/** Provides clients that record the operations of a copy. */
final class Recording implements S3Clients {

  private final S3Clients clients;
  private final List<String> operations = new CopyOnWriteArrayList<>();

  Recording(S3Clients clients) {
    this.clients = clients;
  }

  /** Returns the operations so far, such as {@code CopyObject}. */
  List<String> operations() {
    return List.copyOf(operations);
  }

  @Override
  public S3Client source(CopyPlan plan) {
    return new Recorder(clients.source(plan));
  }

  @Override
  public S3Client destination(CopyPlan plan) {
    return new Recorder(clients.destination(plan));
  }

  @Override
  public boolean sameStore(Destination destination) {
    return clients.sameStore(destination);
  }

  @Override
  public boolean knowsSource(Access access) {
    return clients.knowsSource(access);
  }

  @Override
  public boolean knowsDestination(Access access) {
    return clients.knowsDestination(access);
  }

  @Override
  public @Nullable String principalId(Destination destination) {
    return clients.principalId(destination);
  }

  /** A client that records the name of each operation. */
  private final class Recorder extends DelegatingS3Client {

    Recorder(S3Client delegate) {
      super(delegate);
    }

    @Override
    protected <T extends S3Request, R> R invokeOperation(T request, Function<T, R> operation) {
      operations.add(request.getClass().getSimpleName().replace("Request", ""));
      return operation.apply(request);
    }
  }
}
