package io.github.s3sync.rule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.s3sync.destination.Destination;
import io.github.s3sync.option.CopyOptions;
import io.github.s3sync.option.Encryption;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Checks whether a rule's KMS key can encrypt in each of its destinations. */
class KeyRegionsTest {

  private static final String IN_IRELAND =
      "arn:aws:kms:eu-west-1:111111111111:key/1234abcd-12ab-34cd-56ef-1234567890ab";

  private static CopyRule rule(String key, Destination... destinations) {
    CopyRuleBuilder rule =
        CopyRule.named("r")
            .from("src")
            .options(CopyOptions.builder().encryption(Encryption.kms(key)).build());
    for (Destination destination : destinations) {
      rule.to(destination);
    }
    return rule.build();
  }

  private static Destination in(String bucket, @Nullable String region) {
    Destination.Builder to = Destination.in(bucket);
    return region == null ? to.build() : to.region(region).build();
  }

  @Test
  void build_destinationInAnotherRegionThanItsKey_isRefused() {
    assertThatExceptionOfType(InvalidRuleException.class)
        .isThrownBy(
            () -> rule(IN_IRELAND, in("near-bucket", "eu-west-1"), in("far-bucket", "us-east-1")))
        .withMessage(
            "rule 'r': options.encryption.kmsKeyId is a key in 'eu-west-1', expected one in"
                + " 'us-east-1', the Region of 'far-bucket'; use a separate rule for each Region");
  }

  @ParameterizedTest
  @CsvSource({
    IN_IRELAND + ",eu-west-1",
    IN_IRELAND + ",",
    "1234abcd-12ab-34cd-56ef-1234567890ab,us-east-1",
    "alias/mine,us-east-1",
    "arn:odd,us-east-1"
  })
  void build_keyThatMayBeOfTheRegion_isAllowed(String key, @Nullable String region) {
    assertThat(rule(key, in("dst-bucket", region)).destinations()).hasSize(1);
  }

  @Test
  void build_anotherStore_hasKeysOfItsOwn() {
    Destination store =
        Destination.in("dst").region("us-east-1").endpoint("https://store.example.com").build();

    assertThat(rule(IN_IRELAND, store).destinations()).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"AES256", "aws:kms:dsse"})
  void new_bucketKeyBesideAnotherAlgorithm_isRefused(String algorithm) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Encryption.builder(algorithm).bucketKey(true).build())
        .withMessage(
            "encryption.bucketKey is true together with the algorithm "
                + algorithm
                + ", expected it only together with aws:kms: S3 supports Bucket Keys for no other"
                + " algorithm");
    assertThat(Encryption.builder(algorithm).bucketKey(false).build().bucketKey()).isFalse();
  }
}
