package io.github.s3sync.event;

import static org.assertj.core.api.Assertions.assertThat;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EventSourceTest {

  @ParameterizedTest
  @CsvSource({
    "S3, FORM, true, true",
    "EVENT_BRIDGE, VERBATIM, false, false",
    "S3_BATCH, FORM, true, false",
    "MINIO, FORM, true, true",
    "CEPH, VERBATIM, false, true",
    "RUSTFS, FORM, true, true",
    "S3_COMPATIBLE, , false, true",
    "DIRECT, VERBATIM, false, false",
  })
  void source_eachSender_hasItsEncoding(
      EventSource source, @Nullable KeyEncoding encoding, boolean encodes, boolean notification) {
    assertThat(source.keyEncoding()).isEqualTo(encoding);
    assertThat(source.encodesKeys()).isEqualTo(encodes);
    assertThat(source.isNotification()).isEqualTo(notification);
  }

  @ParameterizedTest
  @CsvSource({
    "aws:s3, S3",
    "AWS:S3, S3",
    "minio:s3, MINIO",
    "ceph:s3, CEPH",
    "rustfs:s3, RUSTFS",
    "Some.Store_1-x:s3, S3_COMPATIBLE",
    "aws:sqs,",
    ":s3,",
    "a b:s3,",
  })
  void ofRecord_eventSource_isItsSender(String eventSource, @Nullable EventSource source) {
    assertThat(EventSource.ofRecord(eventSource)).isEqualTo(source);
  }
}
