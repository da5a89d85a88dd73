package io.github.s3sync.request;

import io.github.s3sync.client.HeaderText;
import io.github.s3sync.client.Patience;
import io.github.s3sync.client.PlainBodies;
import io.github.s3sync.client.RequestMeter;
import io.github.s3sync.client.S3Clients;
import io.github.s3sync.client.StoreTraits;
import io.github.s3sync.copy.ConditionNotMet;
import io.github.s3sync.copy.Conditions;
import io.github.s3sync.copy.CopyException;
import io.github.s3sync.copy.Deadline;
import io.github.s3sync.copy.S3Errors;
import io.github.s3sync.event.Internal;
import io.github.s3sync.option.TransferMode;
import io.github.s3sync.plan.CopyPlan;
import io.github.s3sync.plan.FailureReason;
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

/**
 * Sends the requests of one copy. Each request is counted and bounded by the deadline, and its
 * errors are translated.
 */
@Internal
public final class S3Calls {

  private static final Duration TIDYING = Duration.ofSeconds(30);
  private static final Duration TIDYING_LATE = Duration.ofSeconds(2);

  private final CopyPlan plan;
  private final S3Clients clients;
  private final Deadline deadline;
  private final StoreTraits traits;
  private final HeaderText headers;
  private final SourceBucket bucket;
  private final RequestMeter.Count count = new RequestMeter.Count();
  private volatile boolean accepted;

  public S3Calls(CopyPlan plan, S3Clients clients, Deadline deadline, StoreTraits traits) {
    this.plan = plan;
    this.clients = clients;
    this.deadline = deadline;
    this.traits = traits;
    this.bucket = new SourceBucket(this);
    S3Client to = clients.destination(plan);
    boolean streams = plan.rule().options().transfer() == TransferMode.STREAM;
    this.headers =
        new HeaderText(
            traits.isAws(streams ? clients.source(plan) : to),
            traits.isAws(to),
            traits.sendsAnyText(to));
  }

  /** Returns the copy to which the requests belong. */
  public CopyPlan plan() {
    return plan;
  }

  public HeaderText headers() {
    return headers;
  }

  public StoreTraits traits() {
    return traits;
  }

  /** Tells whether the replica is written to S3 itself. */
  public boolean isToAws() {
    return traits.isAws(destination());
  }

  /** Returns whether the source is read from S3 itself. */
  boolean isFromAws() {
    return traits.isAws(clients.source(plan));
  }

  /** Returns the number of requests made so far. */
  public int count() {
    return count.value();
  }

  public Deadline deadline() {
    return deadline;
  }

  public @Nullable RequestPayer payer() {
    return plan.rule().options().requestPayer() ? RequestPayer.REQUESTER : null;
  }

  /** Looks up the source; returns null if it is gone. */
  public @Nullable Source head() {
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
    } catch (ConditionNotMet e) {
      requireGone("HeadObject " + plan.source(), e);
      bucket.requireExists(client);
      return null;
    }
    bucket.seen();
    return Source.of(head);
  }

  /** Returns the source's tags, if the rule copies tags. */
  public List<Tag> tags(HeadObjectResponse head) {
    return plan.rule().options().tags() ? sourceTags(head) : List.of();
  }

  /** Returns the source's tags, regardless of the rule. */
  public List<Tag> sourceTags(HeadObjectResponse head) {
    return new TagReads(traits)
        .of(
            this,
            clients.source(plan),
            plan.source(),
            head,
            () ->
                read(
                    "GetObjectTagging",
                    (client, override) ->
                        client.getObjectTagging(
                            r ->
                                r.bucket(plan.source().bucket())
                                    .key(plan.source().key())
                                    .expectedBucketOwner(plan.rule().sourceOwner())
                                    .requestPayer(payer())
                                    .overrideConfiguration(override))));
  }

  /**
   * Handles a 412 or 404. A request without conditions cannot fail one, so such an answer is not
   * from S3.
   */
  void requireGone(String name, ConditionNotMet e) {
    if (e.condition() != ConditionNotMet.Condition.SOURCE_GONE) {
      throw new CopyException(
          FailureReason.CONFLICT, name + ": " + e.condition(), count(), e.getCause());
    }
  }

  /** Returns the client of the destination. */
  public S3Client destination() {
    return clients.destination(plan);
  }

  /** Sends a request to the destination. */
  public <T> T write(String name, Request<T> request) {
    return write(name, Conditions.NONE, request);
  }

  /** Sends a request with conditions to the destination. */
  public <T> T write(String name, Conditions conditions, Request<T> request) {
    return write(name, conditions, Patience.QUICK, request);
  }

  /** Sends a request to the destination that may take longer than others. */
  public <T> T write(String name, Conditions conditions, Patience patience, Request<T> request) {
    S3Client client = destination();
    T answer =
        ask(
            () -> name + " " + plan.source() + " to " + plan.replica(),
            conditions,
            patience,
            override -> request.ask(client, override));
    rememberAccepted(client);
    return answer;
  }

  /** Sends a request with a body to the destination. */
  public <T> T send(String name, Conditions conditions, Patience patience, Request<T> request) {
    boolean aws = isToAws();
    return write(
        name,
        conditions,
        patience,
        (client, override) -> request.ask(client, aws ? override : PlainBodies.with(override)));
  }

  /** Sends a request to the source. */
  public <T> T read(String name, Request<T> request) {
    return read(name, Patience.QUICK, request);
  }

  /** Sends a request to the source that may take longer than others. */
  public <T> T read(String name, Patience patience, Request<T> request) {
    S3Client client = clients.source(plan);
    T answer =
        ask(
            () -> name + " " + plan.source(),
            Conditions.NONE,
            patience,
            override -> request.ask(client, override));
    rememberAccepted(client);
    return answer;
  }

  /** Remembers that a request of a client succeeded, so its signature was accepted. */
  void rememberAccepted(S3Client client) {
    accepted = accepted || client == destination();
  }

  /** Sends a clean-up request, which is allowed after the deadline. */
  public void cleanUp(Request<?> request) {
    Duration left = deadline.remaining();
    Duration atMost = left.compareTo(TIDYING) < 0 ? left : TIDYING;
    if (atMost.compareTo(TIDYING_LATE) < 0) {
      atMost = TIDYING_LATE;
    }
    count.called();
    request.ask(destination(), counted().apiCallTimeout(atMost).build());
  }

  public CopyException failure(FailureReason reason, String message) {
    return new CopyException(reason, message, count(), null);
  }

  /** Sends a request. Its name is only built for an error, because it contains two keys. */
  <T> T ask(Supplier<String> name, Function<AwsRequestOverrideConfiguration, T> request) {
    return ask(name, Conditions.NONE, Patience.QUICK, request);
  }

  private <T> T ask(
      Supplier<String> name,
      Conditions conditions,
      Patience patience,
      Function<AwsRequestOverrideConfiguration, T> request) {
    AwsRequestOverrideConfiguration.Builder override =
        counted().apiCallAttemptTimeout(patience.attempt());
    if (deadline.isSet()) {
      Duration left = deadline.remaining();
      if (left.isZero()) {
        throw failure(
            FailureReason.NOT_ENOUGH_TIME, name.get() + ": not sent, because no time is left");
      }
      override.apiCallTimeout(left);
    }
    count.called();
    try {
      return request.apply(override.build());
    } catch (SdkException e) {
      throw headers.explain(S3Errors.translate(name.get(), conditions, e, count()), accepted);
    }
  }

  private AwsRequestOverrideConfiguration.Builder counted() {
    return AwsRequestOverrideConfiguration.builder()
        .putExecutionAttribute(RequestMeter.COUNT, count);
  }

  /** One request. */
  public interface Request<T> {
    T ask(S3Client client, AwsRequestOverrideConfiguration override);
  }
}
