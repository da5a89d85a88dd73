package io.github.s3sync.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import java.time.Instant;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ObjectEventTest {

  private static final ObjectEvent FULL =
      ObjectEvent.builder(EventSource.S3, EventKind.CREATED, "src", "k")
          .name("ObjectCreated:Put")
          .sizeBytes(5L)
          .eTag("e")
          .versionId("v")
          .sequencer("01")
          .time(Instant.EPOCH)
          .region("eu-west-1")
          .requester("AWS:AROAEXAMPLE")
          .id("1")
          .build();

  private static ObjectEvent with(UnaryOperator<ObjectEventBuilder> change) {
    return change.apply(FULL.toBuilder()).build();
  }

  @Test
  void toBuilder_unchanged_isEqual() {
    assertThat(FULL.toBuilder().build())
        .isNotSameAs(FULL)
        .isEqualTo(FULL)
        .hasSameHashCodeAs(FULL)
        .hasToString(FULL.toString());
  }

  @Test
  void toString_properties_areShownIfThereAreAny() {
    assertThat(FULL)
        .hasToString(
            "ObjectCreated:Put of s3://src/k (S3, size 5, eTag e, version v, sequencer 01, time"
                + " 1970-01-01T00:00:00Z, id 1)");
    assertThat(new MalformedRecord(3, "T1", "x")).hasToString("record 3 (T1): x");
    assertThat(new MalformedRecord(3, null, "x")).hasToString("record 3: x");
    assertThat(new Notification(List.of(FULL), List.of(), 2))
        .hasToString("1 events, 0 malformed, 2 set-up messages");
  }

  @Test
  void equals_anyPropertyThatDiffers_isFalse() {
    List<ObjectEvent> events =
        Stream.of(
                FULL,
                ObjectEvent.builder(EventSource.S3, EventKind.CREATED, "src", "k").build(),
                ObjectEvent.builder(EventSource.S3, EventKind.REMOVED, "src", "k").build(),
                ObjectEvent.builder(EventSource.MINIO, EventKind.CREATED, "src", "k").build(),
                ObjectEvent.builder(EventSource.S3, EventKind.CREATED, "other", "k").build(),
                ObjectEvent.builder(EventSource.S3, EventKind.CREATED, "src", "other").build(),
                with(event -> event.name("ObjectCreated:Copy")),
                with(event -> event.sizeBytes(6L)),
                with(event -> event.eTag(null)),
                with(event -> event.versionId("null")),
                with(event -> event.sequencer("02")),
                with(event -> event.time(null)),
                with(event -> event.region(null)),
                with(event -> event.requester(null)),
                with(event -> event.id("2")))
            .toList();

    assertThat(events).doesNotHaveDuplicates();
    assertThat(FULL).isNotEqualTo("text");
  }

  @Test
  void direct_eventsOfTheCaller_haveNoOtherProperties() {
    ObjectEvent created = ObjectEvent.created("src", "a+b%20");
    ObjectEvent removed = ObjectEvent.removed("src", "a+b%20");

    assertThat(created).hasToString("Object Created of s3://src/a+b%20 (DIRECT)");
    assertThat(removed).hasToString("Object Deleted of s3://src/a+b%20 (DIRECT)");
    assertThat(removed.kind()).isEqualTo(EventKind.REMOVED);
    assertThat(removed.isDeleteMarker()).isFalse();
  }

  /** Only notifications name the principal that caused a change in a form that can be compared. */
  @ParameterizedTest
  @EnumSource(EventSource.class)
  void principal_eachSender_isTrustedOnlyInNotifications(EventSource source) {
    ObjectEvent event =
        ObjectEvent.builder(source, EventKind.CREATED, "src", "k").requester("AWS:A").build();

    assertThat(event.principal()).isEqualTo(source.isNotification() ? "AWS:A" : null);
  }

  @ParameterizedTest
  @EnumSource(EventKind.class)
  void name_notSet_isTheOneOfTheKind(EventKind kind) {
    String name = ObjectEvent.builder(EventSource.DIRECT, kind, "src", "k").build().name();
    boolean counts = kind != EventKind.OTHER && kind != EventKind.UNKNOWN;

    assertThat(name).isNotEmpty();
    if (counts) {
      assertThat(EventNames.kindOfDetailType(name)).isEqualTo(kind);
    }
  }

  @Test
  @SuppressWarnings("NullAway") // null is the case to test
  void builder_requiredPropertyIsNull_isRefused() {
    assertThatNullPointerException()
        .isThrownBy(() -> with(event -> event.name(null)))
        .withMessage("eventName");
  }

  @ParameterizedTest
  @CsvSource({"'\"abc\"', abc", "abc, abc", "'', ", "'\"\"', ", "*, ", "'W/\"abc\"', ", "'a b', "})
  void eTag_ofTheBuilder_isWithoutQuotesOrUnknown(String given, @Nullable String expected) {
    ObjectEvent event =
        ObjectEvent.builder(EventSource.DIRECT, EventKind.CREATED, "b", "k").eTag(given).build();
    assertThat(event.eTag()).isEqualTo(expected);
    assertThat(event.toBuilder().build()).isEqualTo(event);
  }

  @Test
  void sizeBytes_negative_isUnknown() {
    ObjectEvent event = ObjectEvent.created("b", "k").toBuilder().sizeBytes(-1L).build();
    assertThat(event.sizeBytes()).isNull();
    assertThat(event.toBuilder().sizeBytes(0L).build().sizeBytes()).isZero();
  }
}
