package io.github.s3sync.request;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.s3sync.client.HeaderText;
import io.github.s3sync.event.EventKind;
import io.github.s3sync.event.EventSource;
import io.github.s3sync.event.ObjectEvent;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;

class SourceTest {

  private static final Instant FIRST = Instant.EPOCH;
  private static final Instant LATER = FIRST.plusSeconds(1);

  private static Source found(String eTag, @Nullable String version, @Nullable Instant modified) {
    return Source.of(
        HeadObjectResponse.builder()
            .eTag('"' + eTag + '"')
            .contentLength(7L)
            .versionId(version)
            .lastModified(modified)
            .build());
  }

  private static Source reported(@Nullable String version) {
    return new Source("e", 7, version, null);
  }

  private static void assertSameWrite(Source one, Source other, boolean same) {
    assertThat(one.sameWrite(other)).isEqualTo(same);
    assertThat(other.sameWrite(one)).isEqualTo(same);
  }

  @Test
  void sameWrite_eTagVersionAndTime_areEqualAsFarAsKnown() {
    assertSameWrite(found("e", "v1", FIRST), found("e", "v1", FIRST), true);
    assertSameWrite(found("e", "v1", FIRST), found("f", "v1", FIRST), false);
    assertSameWrite(found("e", "v1", FIRST), found("e", "v2", FIRST), false);
    assertSameWrite(found("e", "v1", FIRST), found("e", "v1", LATER), false);
    assertSameWrite(found("e", "v1", FIRST), found("e", null, FIRST), true);
    assertSameWrite(reported("v1"), found("e", "v1", LATER), true);
    assertSameWrite(reported("v1"), reported("v2"), false);
  }

  @Test
  void properties_withoutAnAnswerToHead_areNotKnown() {
    HeadObjectResponse head = HeadObjectResponse.builder().contentLength(7L).eTag("e").build();

    assertThat(reported(null).hasPropertiesOf(head)).isFalse();
    assertThat(reported(null).hasContentOf(head)).isFalse();
    assertThat(Source.of(head).hasPropertiesOf(head)).isTrue();
    assertThat(Source.of(head).hasPropertiesOf(head.toBuilder().contentType("a/b").build()))
        .isFalse();
  }

  @Test
  void properties_asTwoStoresSpellThem_areEqual() {
    HeaderText fromS3 = new HeaderText(true, false, true);
    HeadObjectResponse inS3 =
        HeadObjectResponse.builder()
            .eTag("e")
            .contentLength(7L)
            .metadata(Map.of("user", "=?UTF-8?B?7ZWc6riA?="))
            .build();
    HeadObjectResponse elsewhere = inS3.toBuilder().metadata(Map.of("user", "한글")).build();

    assertThat(Source.of(inS3).hasPropertiesOf(elsewhere, fromS3)).isTrue();
    assertThat(Source.of(inS3).hasPropertiesOf(elsewhere)).isFalse();
    assertThat(
            Source.of(inS3)
                .hasPropertiesOf(elsewhere.toBuilder().contentType("a/b").build(), fromS3))
        .isFalse();
    assertThat(reported(null).hasPropertiesOf(elsewhere, fromS3)).isFalse();
  }

  @Test
  void properties_namesOfMetadata_areComparedWithoutCase() {
    Source source = Source.of(named("User"));

    assertThat(source.hasPropertiesOf(named("user"))).isTrue();
    assertThat(source.hasPropertiesOf(named("other"))).isFalse();
  }

  private static HeadObjectResponse named(String metadata) {
    return HeadObjectResponse.builder()
        .eTag("e")
        .contentLength(7L)
        .metadata(Map.of(metadata, "value"))
        .build();
  }

  @Test
  void content_ofAnAnswerToHead_isCompared() {
    HeadObjectResponse head =
        HeadObjectResponse.builder().eTag("0a".repeat(16)).contentLength(7L).build();

    assertThat(Source.of(head).hasContentOf(head)).isTrue();
    assertThat(Source.of(head).hasContentOf(head.toBuilder().contentLength(8L).build())).isFalse();
  }

  @Test
  void of_event_needsETagAndSize() {
    assertThat(Source.of(event("e", 7L))).isEqualTo(reported(null));
    assertThat(Source.of(event(null, 7L))).isNull();
    assertThat(Source.of(event("e", null))).isNull();
  }

  private static ObjectEvent event(@Nullable String eTag, @Nullable Long size) {
    return ObjectEvent.builder(EventSource.DIRECT, EventKind.CREATED, "src", "k")
        .eTag(eTag)
        .sizeBytes(size)
        .build();
  }

  @ParameterizedTest
  @CsvSource({"'\"e\"', e", "e, e", "'W/\"e\"', e", "W, W"})
  void unquoted_eTag_isWithoutQuotesAndTheMarkOfAProxy(String eTag, String value) {
    assertThat(Source.unquoted(eTag)).isEqualTo(value);
  }

  @Test
  void quotedETag_forConditions_hasQuotes() {
    assertThat(reported(null).quotedETag()).isEqualTo("\"e\"");
  }
}
