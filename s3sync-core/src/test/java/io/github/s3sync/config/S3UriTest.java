package io.github.s3sync.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class S3UriTest {

  @ParameterizedTest
  @CsvSource({
    "s3://src, src, ''",
    "s3://src/, src, ''",
    "s3://src/prefix/, src, prefix/",
    "s3://src//a//b, src, /a//b",
    "s3://src/a%20b+c?d#e, src, a%20b+c?d#e",
    "s3://dst/bdp/{filename}, dst, bdp/{filename}",
    "s3://src/한국어/, src, 한국어/"
  })
  void parse_address_takesTheKeyLiterally(String text, String bucket, String key) {
    assertThat(S3Uri.parse(text)).isEqualTo(new S3Uri(bucket, key));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "src/prefix/ | is not of the form s3://bucket/key",
        "S3://src/ | is not of the form s3://bucket/key",
        "https://src.s3.amazonaws.com/ | is not of the form s3://bucket/key",
        "s3:///key | has no bucket",
        "s3:// | has no bucket",
        "s3://arn:aws:s3:eu-west-1:111122223333:accesspoint/ap | is an ARN, expected a bucket name;"
            + " only rules in JSON accept the ARN of an access point"
      })
  void parse_otherText_isRefused(String text, String message) {
    assertThatIllegalArgumentException().isThrownBy(() -> S3Uri.parse(text)).withMessage(message);
  }
}
