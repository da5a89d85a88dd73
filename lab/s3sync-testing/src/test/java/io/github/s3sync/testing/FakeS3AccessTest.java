package io.github.s3sync.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CopyObjectRequest;
import software.amazon.awssdk.services.s3.model.RequestPayer;
import software.amazon.awssdk.services.s3.model.TaggingDirective;

class FakeS3AccessTest extends FakeS3Harness {

  private static CopyObjectRequest.Builder copy() {
    return CopyObjectRequest.builder()
        .sourceBucket("src")
        .sourceKey("a")
        .destinationBucket("dst")
        .destinationKey("a");
  }

  @Test
  void expectedOwner_wrong_isDenied() {
    fake.createBucket("other", "222222222222");
    put("a", "x");

    s3.copyObject(
        copy()
            .destinationBucket("other")
            .expectedBucketOwner("222222222222")
            .expectedSourceBucketOwner("111111111111")
            .build());
    assertRefused(
        403,
        "AccessDenied",
        () -> s3.copyObject(copy().expectedBucketOwner("222222222222").build()));
    assertRefused(
        403,
        "AccessDenied",
        () -> s3.copyObject(copy().expectedSourceBucketOwner("222222222222").build()));
    assertStatus(
        403,
        () -> s3.headObject(r -> r.bucket("src").key("a").expectedBucketOwner("222222222222")));
  }

  @Test
  void requesterPays_withoutTheHeader_isDenied() {
    put("a", "x");
    fake.bucket("src").requesterPays();

    assertRefused(403, "AccessDenied", () -> s3.copyObject(copy().build()));
    s3.copyObject(copy().requestPayer(RequestPayer.REQUESTER).build());
  }

  @Test
  void deny_oneAction_deniesThatCallerOnly() {
    s3.putObject(r -> r.bucket("src").key("a").tagging("k=v"), RequestBody.fromString("x"));
    fake.deny("poor", "s3:GetObjectTagging", "src");
    S3Client poor = fake.client("poor");

    assertRefused(403, "AccessDenied", () -> poor.getObjectTagging(r -> r.bucket("src").key("a")));
    assertThat(poor.headObject(r -> r.bucket("src").key("a")).tagCount()).isNull();
    assertRefused(403, "AccessDenied", () -> poor.copyObject(copy().build()));
    poor.copyObject(copy().taggingDirective(TaggingDirective.REPLACE).build());
    s3.copyObject(copy().build());
  }

  @ParameterizedTest
  @ValueSource(strings = {"GetObjectTagging", "s3:*", "s3:getObject", "", "S3:GetObject"})
  void deny_whatIsNotAnAction_isRefused(String action) {
    assertThatThrownBy(() -> fake.deny("test", action, "src"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("expected an IAM action such as s3:GetObject");
  }

  @Test
  void deny_listBucket_hidesThatAKeyIsMissing() {
    fake.deny("*", "s3:ListBucket", "src");

    assertStatus(403, () -> s3.headObject(r -> r.bucket("src").key("none")));
    assertRefused(403, "AccessDenied", () -> text("src", "none"));
    assertRefused(403, "AccessDenied", () -> s3.copyObject(copy().build()));
    assertRefused(403, "AccessDenied", () -> s3.listObjectsV2(r -> r.bucket("src")));
    fake.clearDenials();
    assertStatus(404, () -> s3.headObject(r -> r.bucket("src").key("none")));
  }

  @Test
  void enforce_policyOfThePrincipal_isForItsKeysOnly() {
    put("in/a*", "x");
    put("in/ab", "x");
    fake.enforce(
        "role",
        "arn:aws:iam::111111111111:role/r",
        """
        {"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": ["s3:Get*"],
          "Resource": ["arn:aws:s3:::src/in/a${*}", "arn:aws:s3:::src/q?"]}}
        """);
    S3Client role = fake.client("role");

    assertThat(role.getObjectAsBytes(r -> r.bucket("src").key("in/a*")).asUtf8String())
        .isEqualTo("x");
    assertRefused(403, "AccessDenied", () -> role.getObject(r -> r.bucket("src").key("in/ab")));
    assertRefused(403, "AccessDenied", () -> role.deleteObject(r -> r.bucket("src").key("in/a*")));
    assertRefused(403, "AccessDenied", () -> role.listObjectsV2(r -> r.bucket("src")));
  }

  @Test
  void enforce_bucketOfAnotherAccount_hasToAllowItToo() {
    String allow =
        """
        {"Statement": [{"Effect": "Allow", %s "Action": "s3:PutObject",
          "Resource": "arn:aws:s3:::other/*"}]}
        """;
    String arn = "arn:aws:iam::111111111111:role/r";
    fake.createBucket("other", "222222222222");
    fake.enforce("role", arn, allow.formatted(""));
    S3Client role = fake.client("role");

    assertRefused(
        403,
        "AccessDenied",
        () -> role.putObject(r -> r.bucket("other").key("a"), RequestBody.fromString("x")));
    fake.bucket("other").policy(allow.formatted("\"Principal\": {\"AWS\": \"" + arn + "\"},"));
    role.putObject(r -> r.bucket("other").key("a"), RequestBody.fromString("x"));
  }
}
