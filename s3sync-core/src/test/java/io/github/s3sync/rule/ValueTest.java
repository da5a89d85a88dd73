package io.github.s3sync.rule;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Checks the values that rules consist of: two values are equal if all of their properties are. */
class ValueTest {

  private static final Encryption KMS = Encryption.kms("key");
  private static final ObjectLock LOCK = ObjectLock.governance(Duration.ofDays(1));
  private static final Role ROLE =
      Role.of("arn:aws:iam::222222222222:role/replica").withExternalId("secret-1");
  private static final Access ACCESS =
      Access.OWN.withRegion("r").withRole(ROLE).withCredentials("c").withEndpoint("e");

  static Stream<List<Object>> different() {
    return Stream.of(
        List.of(
            Encryption.aes256(),
            KMS,
            Encryption.builder("aws:kms").build(),
            Encryption.builder("aws:kms:dsse").kmsKeyId("key").build(),
            KMS.toBuilder().kmsKeyId("other").build(),
            KMS.toBuilder().bucketKey(true).build(),
            KMS.toBuilder().bucketKey(false).build()),
        List.of(
            LOCK,
            ObjectLock.builder().build(),
            ObjectLock.compliance(Duration.ofDays(1)),
            LOCK.toBuilder().retention(Duration.ofDays(2)).build(),
            LOCK.toBuilder().legalHold(true).build()),
        List.of(
            ROLE,
            Role.of(ROLE.arn()),
            Role.of("arn:aws:iam::222222222222:role/other").withExternalId("secret-1"),
            ROLE.withExternalId("secret-2"),
            ROLE.withSessionName("nightly")),
        List.of(
            ACCESS,
            Access.OWN,
            ACCESS.withRegion("other"),
            ACCESS.withRole(null),
            ACCESS.withCredentials(null),
            ACCESS.withEndpoint("aws")));
  }

  static Stream<Function<Object, Object>> copies() {
    return Stream.of(
        value -> ((Encryption) value).toBuilder().build(),
        value -> ((ObjectLock) value).toBuilder().build(),
        value ->
            Role.of(((Role) value).arn())
                .withExternalId(((Role) value).externalId())
                .withSessionName(((Role) value).sessionName()),
        value ->
            Access.OWN
                .withRegion(((Access) value).region())
                .withRole(((Access) value).role())
                .withCredentials(((Access) value).credentials())
                .withEndpoint(((Access) value).endpoint()));
  }

  @ParameterizedTest
  @MethodSource("different")
  void equals_differentProperty_isFalse(List<Object> values) {
    assertThat(values).doesNotHaveDuplicates();
    assertThat(values.stream().map(Object::hashCode)).doesNotHaveDuplicates();
    assertThat(values).allSatisfy(value -> assertThat(value).isNotEqualTo("text"));
  }

  @Test
  void equals_sameProperties_isTrue() {
    List<Function<Object, Object>> copies = copies().toList();
    List<List<Object>> kinds = different().toList();
    for (int kind = 0; kind < kinds.size(); kind++) {
      for (Object value : kinds.get(kind)) {
        Object copy = copies.get(kind).apply(value);
        assertThat(copy).isNotSameAs(value).isEqualTo(value).hasSameHashCodeAs(value);
        assertThat(copy).hasToString(value.toString());
      }
    }
  }

  @ParameterizedTest
  @MethodSource("different")
  void toString_anyValue_isOneLineWithoutExternalId(List<Object> values) {
    assertThat(values)
        .allSatisfy(
            value ->
                assertThat(value.toString())
                    .doesNotContain("secret-", "@", "null")
                    .hasLineCount(1));
    assertThat(KMS).hasToString("encryption (algorithm aws:kms, kmsKeyId key)");
    assertThat(Access.OWN).hasToString("access");
    assertThat(ACCESS.withRole(Role.of("arn\n")))
        .hasToString("access (region r, role arn\\u000A, credentials c, endpoint e)");
  }
}
