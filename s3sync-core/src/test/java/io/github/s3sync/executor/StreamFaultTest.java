package io.github.s3sync.executor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.s3sync.copy.Concurrency;
import io.github.s3sync.copy.CopyException;
import io.github.s3sync.copy.Deadline;
import io.github.s3sync.event.ObjectEvent;
import io.github.s3sync.plan.FailureReason;
import io.github.s3sync.testing.Fault;
import io.github.s3sync.transfer.PartRetries;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.SdkRequest;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;

/**
 * Checks the reaction of a stream when either side rejects a request, fails, does not answer, or
 * answers wrongly.
 */
class StreamFaultTest {

  private static final byte[] SMALL = {1, 2, 3};

  private final TwoStores with = new TwoStores();

  @AfterEach
  void stop() {
    with.close();
  }

  private ObjectEvent put(String size) {
    return size.equals("small") ? with.put(SMALL) : with.putLarge(Map.of());
  }

  @ParameterizedTest
  @ValueSource(strings = {"small", "large"})
  void execute_bodyCutInItsMiddle_isReadAgain(String size) {
    ObjectEvent event = put(size);
    with.from.onNext("GetObject", Fault.truncated200());

    assertThat(with.copied(event).requests()).isEqualTo(size.equals("small") ? 6 : 14);
  }

  @ParameterizedTest
  @ValueSource(strings = {"small", "large"})
  void execute_bodyCutEachTime_isGivenUp(String size) {
    ObjectEvent event = put(size);
    with.from.always("GetObject", Fault.truncated200());

    assertThat(with.failure(event).reason()).isEqualTo(FailureReason.NO_ANSWER);
    // The client makes three attempts, and the executor retries parts.
    assertThat(with.from.operations())
        .filteredOn("GetObject"::equals)
        .hasSize(size.equals("small") ? 3 : 3 * PartRetries.MAX_ATTEMPTS);
    assertThat(with.hasReplica()).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "small, GetObject",
    "large, GetObject",
    "small, PutObject",
    "large, UploadPart",
    "large, CreateMultipartUpload",
    "large, CompleteMultipartUpload"
  })
  void execute_noAnswerOnce_isAskedAgain(String size, String operation) {
    ObjectEvent event = put(size);
    (operation.equals("GetObject") ? with.from : with.to).onNext(operation, Fault.reset());

    with.copied(event);
  }

  @ParameterizedTest
  @CsvSource({"small, PutObject", "large, UploadPart"})
  void execute_writeFailsOnce_sendsTheSameBytesAgain(String size, String operation) {
    ObjectEvent event = put(size);
    with.to.onNext(operation, Fault.error(500, "InternalError"));
    with.to.onNext(operation, Fault.lostAnswer());

    with.copied(event);
    assertThat(with.from.operations())
        .filteredOn("GetObject"::equals)
        .hasSize(size.equals("small") ? 2 : 4); // one of them to compare
  }

  @ParameterizedTest
  @CsvSource({
    "PutObject, 403, AccessDenied, ACCESS_DENIED",
    "UploadPart, 403, AccessDenied, ACCESS_DENIED",
    "UploadPart, 400, BadDigest, INTEGRITY",
    "CompleteMultipartUpload, 400, BadDigest, INTEGRITY",
    "PutObject, 501, NotImplemented, NOT_SUPPORTED"
  })
  void execute_writeRefused_isClassifiedAndLeavesNothing(
      String operation, int status, String code, FailureReason reason) {
    ObjectEvent event = put(operation.equals("PutObject") ? "small" : "large");
    with.to.always(operation, Fault.error(status, code));

    assertThat(with.failure(event).reason()).isEqualTo(reason);
    assertThat(with.hasReplica()).isFalse();
  }

  @ParameterizedTest
  @CsvSource({"small, PutObject", "large, UploadPart", "large, CompleteMultipartUpload"})
  void execute_emptyAnswer_isNoProofOfACopy(String size, String operation) {
    ObjectEvent event = put(size);
    with.to.onNext(
        operation, size.equals("small") ? 1 : PartRetries.MAX_ATTEMPTS, Fault.empty200());

    assertThat(with.failure(event).reason()).isEqualTo(FailureReason.NO_ANSWER);
  }

  @Test
  void execute_sourceMayNotBeRead_saysWhich() {
    ObjectEvent event = with.put(SMALL);
    with.from.deny("reader", "s3:GetObjectTagging", "*");

    CopyException e = with.failure(event);
    assertThat(e.reason()).isEqualTo(FailureReason.ACCESS_DENIED);
    assertThat(e).hasMessageStartingWith("GetObjectTagging s3://data/in/k");
  }

  @ParameterizedTest
  @CsvSource({"small, bytes=0-1", "small, bytes=1-3", "large, bytes=0-9", "large,"})
  void execute_answerOfAnotherLength_isNoCopy(String size, String range) {
    ObjectEvent event = put(size);
    with.readThrough(changing(get -> get.toBuilder().range(range).build()));

    assertThat(with.failure(event).reason()).isEqualTo(FailureReason.INTEGRITY);
    assertThat(with.hasReplica()).isFalse();
  }

  @Test
  void execute_answerOfAnotherRange_isNoCopy() {
    ObjectEvent event = put("large");
    with.readThrough(
        changing(
            get ->
                get.range().startsWith("bytes=" + CopyFixture.PART + "-")
                    ? get.toBuilder().range("bytes=0-" + (CopyFixture.PART - 1)).build()
                    : get));

    assertThat(with.failure(event).reason()).isEqualTo(FailureReason.INTEGRITY);
  }

  @Test
  void execute_storeThatIgnoresConditions_isPinnedAllTheSame() {
    ObjectEvent event = put("large");
    with.readThrough(changing(get -> get.toBuilder().ifMatch(null).build()));
    with.from.onNext(
        "GetObject",
        Fault.after(
            () ->
                with.from
                    .client()
                    .putObject(
                        r -> r.bucket(TwoStores.BUCKET).key(TwoStores.KEY),
                        RequestBody.fromBytes(new byte[CopyFixture.LARGE]))));

    with.copied(event);
  }

  @Test
  void execute_conditionRefusedThoughItHolds_isAConflict() {
    with.options.overwrite(false);
    ObjectEvent event = put("small");
    with.from.onNext("GetObject", 2, Fault.error(412, "PreconditionFailed"));

    assertThat(with.failure(event).reason()).isEqualTo(FailureReason.CONFLICT);
    with.copied(event);
  }

  @ParameterizedTest
  @CsvSource({
    "1000, CRC64NVME",
    "1000, CRC32",
    "1000, SHA256",
    "1000, SHA512",
    "1000, ",
    "220000, CRC64NVME",
    "220000, CRC32",
    "220000, CRC32C",
    "220000, SHA1",
    "220000, SHA256",
    "220000, SHA512",
    "220000, MD5",
    "220000, XXHASH64",
    "220000, "
  })
  void execute_byteChangedOnItsWay_isNoCopy(long size, @Nullable String algorithm) {
    // Without a checksum that can be computed here, the ETag shows it.
    with.concurrency = Concurrency.parallel(2);
    with.from.putSynthetic(
        TwoStores.BUCKET,
        TwoStores.KEY,
        size,
        algorithm == null ? Map.of() : Map.of("x-amz-checksum-algorithm", algorithm));
    ObjectEvent event = ObjectEvent.created(TwoStores.BUCKET, TwoStores.KEY);
    with.readThrough(flippingABit());
    CopyException e = with.failure(event);

    // The SDK itself checks small answers if it can, and treats a mismatch as no answer.
    assertThat(e.reason()).isIn(FailureReason.INTEGRITY, FailureReason.NO_ANSWER);
    assertThat(with.hasReplica()).isFalse();
    with.clients = with.regional;
    with.copied(event);
  }

  /** Reads in order are retried in order, and a part that was already read is read again alone. */
  @Test
  void execute_partsOfADigestFailForAWhile_areCopied() {
    with.concurrency = Concurrency.parallel(2);
    ObjectEvent event = put("large");
    with.from.onNext("GetObject", 4, Fault.error(503, "SlowDown"));
    with.to.onNext("UploadPart", 4, Fault.error(503, "SlowDown"));

    with.copied(event);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "MD5", "SHA256", "CRC32", "CRC32C", "CRC64NVME"})
  void execute_partReadAgainWithOtherBytes_isNoCopy(String algorithm) {
    ObjectEvent event =
        with.putLarge(
            algorithm.isEmpty() ? Map.of() : Map.of("x-amz-checksum-algorithm", algorithm));
    with.to.onNext("UploadPart", Fault.error(500, "InternalError"));
    Set<String> read = ConcurrentHashMap.newKeySet();
    with.readThrough(flippingABit(get -> !read.add(get.range())));

    assertThat(with.failure(event).reason()).isEqualTo(FailureReason.INTEGRITY);
    assertThat(with.hasReplica()).isFalse();
  }

  /** A thread that waits for its turn is woken if another part fails permanently. */
  @Test
  void execute_partOfADigestFailsForGood_ends() {
    with.concurrency = Concurrency.parallel(2);
    ObjectEvent event = put("large");
    with.from.onNext("GetObject", Fault.error(403, "AccessDenied"));

    assertThat(with.failure(event).reason()).isEqualTo(FailureReason.ACCESS_DENIED);
  }

  @Test
  void execute_deadlineInMidStream_endsInTimeAndAborts() {
    ObjectEvent event = put("large");
    with.from.always("GetObject", Fault.delay(Duration.ofMillis(400)));
    CopyException e =
        catchThrowableOfType(
            CopyException.class,
            () ->
                with.executor().execute(with.plan(event), Deadline.after(Duration.ofMillis(700))));

    assertThat(e.reason()).isEqualTo(FailureReason.NOT_ENOUGH_TIME);
    assertThat(with.to.operations()).doesNotContain("CompleteMultipartUpload");
  }

  @Test
  void execute_interruptedInMidStream_abortsAndKeepsTheFlag() {
    ObjectEvent event = put("large");
    Thread caller = Thread.currentThread();
    with.to.onNext("UploadPart", Fault.first(caller::interrupt));
    with.to.always("UploadPart", Fault.delay(Duration.ofMillis(200)));
    CopyException e =
        catchThrowableOfType(
            CopyException.class, () -> with.executor().execute(with.plan(event), Deadline.none()));

    assertThat(Thread.interrupted()).isTrue();
    assertThat(e.reason()).isEqualTo(FailureReason.INTERRUPTED);
  }

  private static ExecutionInterceptor changing(UnaryOperator<GetObjectRequest> change) {
    return new ExecutionInterceptor() {
      @Override
      public SdkRequest modifyRequest(Context.ModifyRequest context, ExecutionAttributes with) {
        return context.request() instanceof GetObjectRequest get
            ? change.apply(get)
            : context.request();
      }
    };
  }

  private static ExecutionInterceptor flippingABit() {
    return flippingABit(get -> true);
  }

  private static ExecutionInterceptor flippingABit(Predicate<GetObjectRequest> which) {
    return new ExecutionInterceptor() {
      @Override
      public Optional<InputStream> modifyHttpResponseContent(
          Context.ModifyHttpResponse context, ExecutionAttributes with) {
        return context.request() instanceof GetObjectRequest get && which.test(get)
            ? context.responseBody().map(StreamFaultTest::firstBitFlipped)
            : context.responseBody();
      }
    };
  }

  private static InputStream firstBitFlipped(InputStream body) {
    return new FilterInputStream(body) {
      private boolean flipped;

      @Override
      public int read() throws IOException {
        int b = super.read();
        if (b < 0 || flipped) {
          return b;
        }
        flipped = true;
        return b ^ 1;
      }

      @Override
      public int read(byte[] buffer, int offset, int length) throws IOException {
        int count = super.read(buffer, offset, length);
        if (count > 0 && !flipped) {
          flipped = true;
          buffer[offset] ^= 1;
        }
        return count;
      }
    };
  }
}
