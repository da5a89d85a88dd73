package io.github.s3sync.copy;

import io.github.s3sync.plan.CopyPlan;
import io.github.s3sync.plan.FailureReason;
import io.github.s3sync.rule.TransferMode;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.AwsRequestOverrideConfiguration;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ChecksumMode;
import software.amazon.awssdk.services.s3.model.HeadObjectRequest;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.RequestPayer;
import software.amazon.awssdk.services.s3.model.Tag;

/** The requests of one copy: each is counted, bounded by the deadline, and its error translated. */
final class S3Calls {

  private static final Duration TIDYING = Duration.ofSeconds(30);
  private static final Duration TIDYING_LATE = Duration.ofSeconds(2);

  private final CopyPlan plan;
  private final S3Clients clients;
  private final Deadline deadline;
  private final StoreTraits traits;
  private final HeaderText headers;
  private final RequestMeter.Count count = new RequestMeter.Count();
  private volatile boolean accepted;
  private boolean bucketSeen;

  S3Calls(CopyPlan plan, S3Clients clients, Deadline deadline, StoreTraits traits) {
    this.plan = plan;
    this.clients = clients;
    this.deadline = deadline;
    this.traits = traits;
    S3Client to = clients.destination(plan);
    boolean streams = plan.rule().options().transfer() == TransferMode.STREAM;
    this.headers =
        new HeaderText(
            traits.isAws(streams ? clients.source(plan) : to),
            traits.isAws(to),
            traits.sendsAnyText(to));
  }

  HeaderText headers() {
    return headers;
  }

  StoreTraits traits() {
    return traits;
  }

  /** Returns whether the replica is written to S3 itself. */
  boolean isToAws() {
    return traits.isAws(destination());
  }

  /** Returns whether the source is read from S3 itself. */
  boolean isFromAws() {
    return traits.isAws(clients.source(plan));
  }

  /** The requests made so far. */
  int count() {
    return count.value();
  }

  Deadline deadline() {
    return deadline;
  }

  @Nullable RequestPayer payer() {
    return plan.rule().options().requestPayer() ? RequestPayer.REQUESTER : null;
  }

  /** The source as it is now, or null if it is gone. */
  @Nullable Source head() {
    S3Client client = clients.source(plan);
    HeadObjectResponse head;
    try {
      head =
          ObjectHead.of(
              this,
              client,
              HeadObjectRequest.builder()
                  .bucket(plan.source().bucket())
                  .key(plan.source().key())
                  .checksumMode(ChecksumMode.ENABLED)
                  .expectedBucketOwner(plan.rule().sourceOwner())
                  .requestPayer(payer())
                  .build());
    } catch (Unmet e) {
      requireGone("HeadObject " + plan.source(), e);
      confirmBucket(client);
      return null;
    }
    bucketSeen = true;
    return Source.of(head);
  }

  /**
   * HEAD has no body to say which is missing, the key or the whole bucket; and to take a wrong
   * bucket for a deleted object would lose every object of it.
   */
  private void confirmBucket(S3Client client) {
    if (bucketSeen) {
      return;
    }
    try {
      ask(
          () -> "HeadBucket " + plan.source().bucket(),
          with ->
              client.headBucket(
                  r ->
                      r.bucket(plan.source().bucket())
                          .expectedBucketOwner(plan.rule().sourceOwner())
                          .overrideConfiguration(paying(with))));
    } catch (Unmet e) {
      requireGone("HeadBucket " + plan.source().bucket(), e);
      throw failure(
          FailureReason.BUCKET_NOT_FOUND,
          "the source bucket '" + plan.source().bucket() + "' does not exist");
    }
    bucketSeen = true;
  }

  /** The source's tags, if the rule wants them. */
  List<Tag> tags(HeadObjectResponse head) {
    return plan.rule().options().tags() ? sourceTags(head) : List.of();
  }

  /** The source's tags, whatever the rule wants. */
  List<Tag> sourceTags(HeadObjectResponse head) {
    return new TagReads(traits)
        .of(
            this,
            clients.source(plan),
            plan.source(),
            head,
            () ->
                read(
                    "GetObjectTagging",
                    (client, with) ->
                        client.getObjectTagging(
                            r ->
                                r.bucket(plan.source().bucket())
                                    .key(plan.source().key())
                                    .expectedBucketOwner(plan.rule().sourceOwner())
                                    .requestPayer(payer())
                                    .overrideConfiguration(with))));
  }

  /** For a request that has no property for it. */
  private AwsRequestOverrideConfiguration paying(AwsRequestOverrideConfiguration with) {
    RequestPayer payer = payer();
    return payer == null
        ? with
        : with.toBuilder().putHeader("x-amz-request-payer", payer.toString()).build();
  }

  /** A request without conditions cannot miss one: whoever says so is not S3. */
  void requireGone(String name, Unmet e) {
    if (e.condition() != Unmet.Condition.SOURCE_GONE) {
      throw new CopyException(
          FailureReason.CONFLICT, name + ": " + e.condition(), count(), e.getCause());
    }
  }

  /** Who is asked about the destination. */
  S3Client destination() {
    return clients.destination(plan);
  }

  /** A request to the destination. */
  <T> T write(String name, Asking<T> request) {
    return write(name, Conditions.NONE, request);
  }

  /** A request to the destination that carries conditions. */
  <T> T write(String name, Conditions conditions, Asking<T> request) {
    return write(name, conditions, Patience.QUICK, request);
  }

  /** A request to the destination that may take longer than others. */
  <T> T write(String name, Conditions conditions, Patience patience, Asking<T> request) {
    S3Client client = destination();
    T answer =
        ask(
            () -> name + " " + plan.source() + " to " + plan.replica(),
            conditions,
            patience,
            with -> request.ask(client, with));
    rememberAccepted(client);
    return answer;
  }

  /** A request to the destination that sends a body. */
  <T> T send(String name, Conditions conditions, Patience patience, Asking<T> request) {
    boolean aws = isToAws();
    return write(
        name,
        conditions,
        patience,
        (client, with) -> request.ask(client, aws ? with : PlainBodies.with(with)));
  }

  /** A request to the source. */
  <T> T read(String name, Asking<T> request) {
    return read(name, Patience.QUICK, request);
  }

  /** A request to the source that may take longer than others. */
  <T> T read(String name, Patience patience, Asking<T> request) {
    S3Client client = clients.source(plan);
    T answer =
        ask(
            () -> name + " " + plan.source(),
            Conditions.NONE,
            patience,
            with -> request.ask(client, with));
    rememberAccepted(client);
    return answer;
  }

  /** Remembers that a request of a client succeeded, and so its signature was accepted. */
  void rememberAccepted(S3Client client) {
    accepted = accepted || client == destination();
  }

  /** A request that tidies up, and may do so when the time is over. */
  void tidy(Asking<?> request) {
    Duration left = deadline.remaining();
    Duration atMost = left.compareTo(TIDYING) < 0 ? left : TIDYING;
    if (atMost.compareTo(TIDYING_LATE) < 0) {
      atMost = TIDYING_LATE;
    }
    count.called();
    request.ask(destination(), counted().apiCallTimeout(atMost).build());
  }

  CopyException failure(FailureReason reason, String message) {
    return new CopyException(reason, message, count(), null);
  }

  /** The name is put together only for an error: it is text of two keys. */
  <T> T ask(Supplier<String> name, Function<AwsRequestOverrideConfiguration, T> request) {
    return ask(name, Conditions.NONE, Patience.QUICK, request);
  }

  private <T> T ask(
      Supplier<String> name,
      Conditions conditions,
      Patience patience,
      Function<AwsRequestOverrideConfiguration, T> request) {
    AwsRequestOverrideConfiguration.Builder with =
        counted().apiCallAttemptTimeout(patience.attempt());
    if (deadline.isSet()) {
      Duration left = deadline.remaining();
      if (left.isZero()) {
        throw failure(FailureReason.NOT_ENOUGH_TIME, name.get() + ": no time was left to begin it");
      }
      with.apiCallTimeout(left);
    }
    count.called();
    try {
      return request.apply(with.build());
    } catch (SdkException e) {
      throw headers.explain(S3Errors.translate(name.get(), conditions, e, count()), accepted);
    }
  }

  private AwsRequestOverrideConfiguration.Builder counted() {
    return AwsRequestOverrideConfiguration.builder()
        .putExecutionAttribute(RequestMeter.COUNT, count);
  }

  /** One request. */
  interface Asking<T> {
    T ask(S3Client client, AwsRequestOverrideConfiguration with);
  }
}
