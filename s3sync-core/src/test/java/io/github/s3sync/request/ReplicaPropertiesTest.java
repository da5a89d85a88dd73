package io.github.s3sync.request;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.s3sync.checksum.ChecksumChoice;
import io.github.s3sync.client.HeaderText;
import io.github.s3sync.option.CopyOptions;
import java.time.Clock;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;

/** Checks properties that no store under test keeps, but other stores do. */
class ReplicaPropertiesTest {

  @ParameterizedTest
  @CsvSource({
    ",",
    "gzip, gzip",
    "aws-chunked,",
    "'aws-chunked,gzip', gzip",
    "'gzip, aws-chunked', gzip",
    "'a, aws-chunked, b', 'a, b'"
  })
  void onto_putObject_leavesOutTheEncodingOfTheTransfer(
      @Nullable String sources, @Nullable String sent) {
    PutObjectRequest.Builder request = PutObjectRequest.builder();
    new ReplicaProperties(
            CopyOptions.defaults(),
            Clock.systemUTC(),
            ChecksumChoice.OF_SOURCE,
            new HeaderText(true, true))
        .applyTo(request, HeadObjectResponse.builder().contentEncoding(sources).build(), List.of());

    assertThat(request.build().contentEncoding()).isEqualTo(sent);
  }

  @Test
  void hasPropertiesOf_encodingOfTheTransfer_isNone() {
    Source source = Source.of(encoded("aws-chunked,gzip"));

    assertThat(source.hasPropertiesOf(encoded("gzip"))).isTrue();
    assertThat(source.hasPropertiesOf(encoded("aws-chunked"))).isFalse();
  }

  private static HeadObjectResponse encoded(String encoding) {
    return HeadObjectResponse.builder()
        .eTag("e")
        .contentLength(1L)
        .contentEncoding(encoding)
        .build();
  }
}
