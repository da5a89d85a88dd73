package io.github.s3sync.lambda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.amazonaws.services.lambda.runtime.events.S3Event;
import com.amazonaws.services.lambda.runtime.events.models.s3.S3EventNotification.S3EventNotificationRecord;
import com.amazonaws.services.lambda.runtime.serialization.events.LambdaEventSerializers;
import io.github.s3sync.event.EventKind;
import io.github.s3sync.event.EventSource;
import io.github.s3sync.event.MalformedEventException;
import io.github.s3sync.event.ObjectEvent;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The events come from the reader that Lambda's own Java runtimes use. */
class S3EventHandlerTest {

  private static final Duration AMPLE = Duration.ofMinutes(1);

  private final FakeCopies copies = new FakeCopies();
  private final S3EventHandler handler = new S3EventHandler(copies.sync());

  @Test
  void handleRequest_s3Event_isCopied() {
    assertThat(handle(read(Fixtures.event("s3-put.json"))))
        .isEqualTo("1 copied, 0 skipped, 0 failed");

    assertThat(copies.copied())
        .containsExactly("s3://src-bucket/in/한글 + menu.txt -> s3://dst/bdp/한글 + menu.txt");
    assertThat(copies.plans.get(0).event())
        .isEqualTo(
            ObjectEvent.builder(
                    EventSource.S3,
                    EventKind.CREATED,
                    "src-bucket",
                    "in/%ED%95%9C%EA%B8%80+%2B+menu.txt")
                .name("ObjectCreated:Put")
                .sizeBytes(1024L)
                .eTag("d41d8cd98f00b204e9800998ecf8427e")
                .versionId("vAbC.123_x")
                .sequencer("0064D3901D00059242")
                .time(Instant.parse("2026-09-01T10:20:30.123Z"))
                .region("eu-west-1")
                .requester("AWS:AROAEXAMPLE:writer")
                .build());
  }

  @Test
  void handleRequest_originsEvent_whatIsMissingIsAbsent() {
    assertThat(handle(read(Fixtures.event("s3-put-origin.json"))))
        .isEqualTo("1 copied, 0 skipped, 0 failed");

    assertThat(copies.plans.get(0).event().versionId()).isNull();
    assertThat(copies.copied()).containsExactly("s3://example-bucket/test/key -> s3://dst/bdp/key");
  }

  @Test
  void handleRequest_sizeZeroOrMissing_isAbsent() {
    String event = Fixtures.event("s3-put.json");
    handle(read(event.replace("\"size\": 1024", "\"size\": 0")));
    handle(read(event.replace("\"size\": 1024,", "")));
    handle(read(event.replace("\"size\": 1024", "\"size\": 5368709121")));

    assertThat(copies.plans)
        .extracting(plan -> plan.event().sizeBytes())
        .containsExactly(null, null, 5368709121L);
  }

  @Test
  void handleRequest_oneOfThreeFails_throwsWithCountsAndReasons() {
    assertThatThrownBy(() -> handle(read(Fixtures.event("s3-three-records.json"))))
        .isInstanceOf(NotCopiedException.class)
        .hasMessageContaining("2 copied, 0 skipped, 1 failed (1 KEY_UNDECODABLE)");
    assertThat(copies.plans).hasSize(2);
  }

  @Test
  void handleRequest_permanentFailure_isThrownWithItsMessage() {
    String event = Fixtures.event("s3-put.json").replace("%ED%95%9C%EA%B8%80+%2B+menu", "denied");

    assertThatThrownBy(() -> handle(read(event)))
        .isInstanceOf(NotCopiedException.class)
        .hasMessageContaining("(1 ACCESS_DENIED): ")
        // Its stack trace would print the answer of a store unescaped.
        .hasNoCause();
  }

  @Test
  void handleRequest_recordWithoutObject_failsAlone() {
    List<S3EventNotificationRecord> records =
        new ArrayList<>(
            Arrays.asList(
                new S3EventNotificationRecord(
                    "eu-west-1",
                    "ObjectCreated:Put",
                    "aws:s3",
                    null,
                    "2.1",
                    null,
                    null,
                    null,
                    null)));
    records.addAll(read(Fixtures.event("s3-put.json")).getRecords());

    assertThatThrownBy(() -> handle(new S3Event(records)))
        .isInstanceOf(NotCopiedException.class)
        .hasMessageContaining("1 copied, 0 skipped, 1 failed (1 MALFORMED_EVENT)")
        .hasMessageContaining("record 0: s3.bucket.name is missing");
  }

  @Test
  void handleRequest_eventsOfOtherTriggers_areErrors() {
    assertThatThrownBy(() -> handle(new S3Event())).isInstanceOf(MalformedEventException.class);
    assertThatThrownBy(() -> handle(new S3Event(List.of())))
        .isInstanceOf(MalformedEventException.class);
    S3Event eventBridge = read(Fixtures.event("eventbridge-created.json"));
    assertThatThrownBy(() -> handle(eventBridge))
        .isInstanceOf(MalformedEventException.class)
        .hasMessageContaining("S3SyncHandler");
  }

  private String handle(S3Event event) {
    return handler.handleRequest(event, Fixtures.timeLeft(AMPLE));
  }

  private static S3Event read(String json) {
    return LambdaEventSerializers.serializerFor(S3Event.class, S3Event.class.getClassLoader())
        .fromJson(new ByteArrayInputStream(json.getBytes(StandardCharsets.UTF_8)));
  }
}
