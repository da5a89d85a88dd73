package io.github.s3sync.rule;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.s3sync.destination.Destination;
import io.github.s3sync.option.CopyOptions;
import io.github.s3sync.option.CopyOptionsBuilder;
import io.github.s3sync.option.Encryption;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BucketKindChecksTest {

  private static final String DIRECTORY = "fast--use1-az4--x-s3";
  private static final String KEY = "arn:aws:kms:eu-west-1:222222222222:key/k";

  private static CopyRule rule(Destination to, Consumer<CopyOptionsBuilder> options) {
    CopyOptionsBuilder builder = CopyOptions.builder();
    options.accept(builder);
    return CopyRule.named("r").from("src").to(to).options(builder.build()).build();
  }

  private static void refused(Destination to, Consumer<CopyOptionsBuilder> options, String field) {
    assertThatThrownBy(() -> rule(to, options))
        .isInstanceOf(InvalidRuleException.class)
        .hasMessageStartingWith("rule 'r': " + field + " is ");
  }

  private static Destination in(String bucket) {
    return Destination.in(bucket).build();
  }

  @Test
  void build_multiRegionAccessPoint_isRefused() {
    refused(in("arn:aws:s3::222222222222:accesspoint/abc.mrap"), o -> {}, "destination.bucket");
  }

  @Test
  void build_accessPoint_isTaken() {
    assertThatCode(() -> rule(in("arn:aws:s3:eu-west-1:222222222222:accesspoint/a"), o -> {}))
        .doesNotThrowAnyException();
  }

  @Test
  void build_directoryBucketWithWhatItDoesNotHave_isRefused() {
    refused(in(DIRECTORY), o -> o.tags(false), "options.acl");
    refused(in(DIRECTORY), o -> o.acl(null), "options.tags");
    refused(
        in(DIRECTORY),
        o -> o.acl(null).tags(false).storageClass("STANDARD_IA"),
        "options.storageClass");
    assertThatThrownBy(() -> rule(in(DIRECTORY), o -> o.acl(null)))
        .hasMessageEndingWith(
            ": the directory bucket '" + DIRECTORY + "' of S3 Express supports nothing else");
    assertThatCode(() -> rule(in(DIRECTORY), o -> o.acl(null).tags(false)))
        .doesNotThrowAnyException();
  }

  @ParameterizedTest
  @CsvSource({"us-east-1, dst", ", arn:aws:s3:us-east-1:222222222222:accesspoint/a"})
  void build_kmsKeyOfAnotherRegion_isRefused(String region, String bucket) {
    Destination.Builder to = Destination.in(bucket);
    if (region != null) {
      to.region(region);
    }
    refused(to.build(), o -> o.encryption(Encryption.kms(KEY)), "options.encryption.kmsKeyId");
  }

  @Test
  void build_kmsKeyOfTheRegion_isTaken() {
    for (Destination to :
        new Destination[] {in("dst"), Destination.in("dst").region("eu-west-1").build()}) {
      assertThatCode(() -> rule(to, o -> o.encryption(Encryption.kms(KEY))))
          .doesNotThrowAnyException();
    }
  }
}
