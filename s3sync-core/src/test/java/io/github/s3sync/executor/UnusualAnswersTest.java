package io.github.s3sync.executor;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.s3sync.copy.CopyException;
import io.github.s3sync.copy.CopyReceipt;
import io.github.s3sync.option.TransferMode;
import io.github.s3sync.plan.FailureReason;
import io.github.s3sync.testing.Fault;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Checks answers that S3 never gives, but other stores or the proxies in front of them do. */
class UnusualAnswersTest {

  private final CopyFixture with = new CopyFixture();

  @AfterEach
  void stop() {
    with.close();
  }

  @ParameterizedTest
  @CsvSource({
    "400, ExpiredToken, CREDENTIALS",
    "403, RequestTimeTooSkewed, CREDENTIALS",
    "403, InvalidAccessKeyId, CREDENTIALS",
    "403, AccessDenied, ACCESS_DENIED",
    "403, InvalidObjectState, SOURCE_ARCHIVED",
    "400, TheUnexpected, INVALID_REQUEST",
  })
  void execute_headRefused_isExplainedByTheCodeOfGet(
      int status, String code, FailureReason reason) {
    with.putSmall("v1");
    with.s3.onNext("HeadObject", Fault.error(status, code));
    with.s3.onNext("GetObject", Fault.error(status, code));

    CopyException failure = with.failure(with.head(2));

    assertThat(failure.reason()).isEqualTo(reason);
    assertThat(failure)
        .hasMessageStartingWith("HeadObject s3://src/k: ")
        .hasMessageContaining(code);
    assertThat(failure.requests()).isEqualTo(2);
    assertThat(with.s3.operations()).containsExactly("HeadObject", "GetObject");
    assertThat(with.s3.requests().get(1).headers()).containsEntry("range", "bytes=0-0");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "v1"})
  void execute_headRefusedAndGetNot_staysAsHeadSaid(String content) {
    with.putSmall(content);
    with.s3.onNext("HeadObject", Fault.error(403, "AccessDenied"));

    CopyException failure = with.failure(with.head(content.length()));

    assertThat(failure.reason()).isEqualTo(FailureReason.ACCESS_DENIED);
    assertThat(failure.requests()).isEqualTo(2);
  }

  @Test
  void execute_weakETags_areThoseOfTheSource() {
    with.options.transfer(TransferMode.STREAM);
    var event = with.putSmall("v1");
    String weak = "W/\"" + event.eTag() + '"';
    with.s3.answerHeader("HeadObject", "etag", weak);
    with.s3.answerHeader("GetObject", "etag", weak);

    CopyReceipt receipt = (CopyReceipt) with.execute(with.head(2));

    assertThat(receipt.sourceETag()).isEqualTo(event.eTag());
    with.s3.clearFaults();
    assertThat(with.replica()).isEqualTo("v1");
  }

  @ParameterizedTest
  @ValueSource(strings = {"content-length", "etag"})
  void execute_headWithoutWhatIsNeeded_isFinal(String header) {
    with.putSmall("v1");
    with.s3.answerHeader("HeadObject", header, null);

    CopyException failure = with.failure(with.head(2));

    assertThat(failure.reason()).isEqualTo(FailureReason.NOT_SUPPORTED);
    assertThat(failure).hasMessageContaining("without an ETag or Content-Length");
  }

  @Test
  void execute_dateOfAnotherFormat_isFinal() {
    with.putSmall("v1");
    with.s3.answerHeader("HeadObject", "last-modified", "2026-01-02T03:04:05Z");

    CopyException failure = with.failure(with.head(2));

    assertThat(failure.reason()).isEqualTo(FailureReason.NOT_SUPPORTED);
    assertThat(failure).hasMessageContaining("a date that is not in the format of HTTP");
  }

  @ParameterizedTest
  @EnumSource(
      value = CopyPath.class,
      names = {"STREAMED", "STREAMED_MULTIPART"})
  void execute_bodyThatAProxyUnpacked_isFinal(CopyPath path) {
    with.options.transfer(TransferMode.STREAM);
    byte[] content = path.content();
    with.s3
        .client()
        .putObject(
            r -> r.bucket("src").key("k").contentEncoding("gzip"),
            software.amazon.awssdk.core.sync.RequestBody.fromBytes(content));
    // HEAD shows a smaller object than the body that is then sent without its encoding.
    with.s3.answerHeader("HeadObject", "content-length", Integer.toString(content.length - 1));
    with.s3.answerHeader("GetObject", "content-encoding", null);
    with.s3.ignoreHeader("GetObject", "range");

    CopyException failure = with.failure(with.head(content.length - 1));

    assertThat(failure.reason()).isEqualTo(FailureReason.NOT_SUPPORTED);
    assertThat(failure).hasMessageContaining("compresses or decompresses");
  }
}
