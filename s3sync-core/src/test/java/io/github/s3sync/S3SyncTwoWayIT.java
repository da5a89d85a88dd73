package io.github.s3sync;

import static io.github.s3sync.TwoSides.Setting.ONE_DEPLOYMENT_NOTIFIED_BY_S3;
import static io.github.s3sync.TwoSides.name;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.s3sync.TwoSides.Setting;
import io.github.s3sync.event.ObjectEvent;
import io.github.s3sync.option.Encryption;
import io.github.s3sync.outcome.CopyOutcome;
import io.github.s3sync.plan.SkipReason;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.model.ChecksumAlgorithm;
import software.amazon.awssdk.services.s3.model.ChecksumType;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.CreateMultipartUploadResponse;
import software.amazon.awssdk.services.s3.model.MetadataDirective;
import software.amazon.awssdk.services.s3.model.ServerSideEncryption;

/** Writes objects on either of two sides and checks the result of the events of both. */
class S3SyncTwoWayIT {

  private final List<TwoSides> opened = new ArrayList<>();

  @AfterEach
  void stop() {
    opened.forEach(TwoSides::close);
  }

  private TwoSides sides(Setting setting) {
    TwoSides sides = new TwoSides(setting);
    opened.add(sides);
    return sides;
  }

  private static void put(TwoSides sides, String side, String content) {
    sides.user().putObject(r -> r.bucket(name(side)).key("k"), RequestBody.fromString(content));
  }

  private static String content(TwoSides sides, String side) {
    return sides.user().getObjectAsBytes(r -> r.bucket(name(side)).key("k")).asUtf8String();
  }

  private static void delete(TwoSides sides, String side) {
    sides.user().deleteObject(r -> r.bucket(name(side)).key("k"));
  }

  private static void assertSettled(TwoSides sides, long copies) {
    sides.settle();
    sides.assertEqualSides("k");
    assertThat(sides.copies()).as("%s", sides.outcomes).isEqualTo(copies);
    sides.outcomes.clear();
  }

  private static CopyOutcome.Skipped last(TwoSides sides) {
    List<CopyOutcome> all = List.copyOf(sides.outcomes);
    assertThat(all.get(all.size() - 1)).isInstanceOf(CopyOutcome.Skipped.class);
    return (CopyOutcome.Skipped) all.get(all.size() - 1);
  }

  @ParameterizedTest
  @EnumSource
  void handle_writtenOnEitherSideAndAgain_isCopiedOnceEach(Setting setting) {
    TwoSides sides = sides(setting);
    sides.start(1);
    put(sides, "a", "v1");
    assertSettled(sides, 1);
    put(sides, "a", "v2");
    assertSettled(sides, 1);
    put(sides, "b", "v3");
    assertSettled(sides, 1);
    put(sides, "b", "v3 once more");
    assertSettled(sides, 1);

    assertThat(content(sides, "a")).isEqualTo("v3 once more");
  }

  @ParameterizedTest
  @EnumSource
  void handle_echo_costsTwoLooksOrNone(Setting setting) {
    TwoSides sides = sides(setting);
    sides.start(1);
    put(sides, "a", "v1");
    sides.settle();

    boolean known = setting == ONE_DEPLOYMENT_NOTIFIED_BY_S3;
    assertThat(last(sides).reason())
        .isEqualTo(known ? SkipReason.OWN_COPY : SkipReason.ALREADY_CURRENT);
    assertThat(last(sides).requests()).isEqualTo(known ? 0 : 2);
    assertThat(sides.sts.callers()).hasSize(known ? 1 : 0);
  }

  @Test
  void handle_roleForEachDestination_echoesAreKnownByTheRoleThatWroteThem() {
    TwoSides sides = sides(ONE_DEPLOYMENT_NOTIFIED_BY_S3);
    sides.writeAsRoles();
    sides.start(1);
    for (String side : List.of("a", "b")) {
      put(sides, side, "from " + side);
      sides.settle();

      assertThat(sides.copies()).isEqualTo(1);
      assertThat(last(sides).reason()).isEqualTo(SkipReason.OWN_COPY);
      sides.outcomes.clear();
    }
    assertThat(sides.sts.callers()).containsExactlyInAnyOrder("writer-of-a", "writer-of-b");
  }

  @ParameterizedTest
  @EnumSource
  void handle_onlyPropertiesChange_areCopiedOnce(Setting setting) {
    TwoSides sides = sides(setting);
    sides.start(1);
    put(sides, "a", "v1");
    assertSettled(sides, 1);
    for (String side : List.of("a", "b")) {
      sides
          .user()
          .copyObject(
              r ->
                  r.sourceBucket(name(side))
                      .sourceKey("k")
                      .destinationBucket(name(side))
                      .destinationKey("k")
                      .metadata(Map.of("changed", side))
                      .metadataDirective(MetadataDirective.REPLACE));
      assertSettled(sides, 1);
      sides
          .user()
          .putObject(
              r -> r.bucket(name(side)).key("k").tagging("tag=" + side),
              RequestBody.fromString("v1"));
      assertSettled(sides, 1);
    }

    assertThat(sides.s3.bucket(name("a")).tags("k")).containsExactly(Map.entry("tag", "b"));
  }

  @ParameterizedTest
  @EnumSource
  void handle_deletedOnEitherSide_isDeletedOnceAndComesBack(Setting setting) {
    for (boolean versions : new boolean[] {false, true}) {
      TwoSides sides = sides(setting);
      if (versions) {
        sides.s3.enableVersioning(name("a"));
        sides.s3.enableVersioning(name("b"));
      }
      sides.start(1);
      for (String side : List.of("a", "b")) {
        put(sides, "a", "v1");
        assertSettled(sides, 1);
        delete(sides, side);
        sides.settle();

        assertThat(sides.deletes()).as("%s", sides.outcomes).isEqualTo(1);
        assertThat(sides.s3.bucket(name("a")).keys()).isEmpty();
        assertThat(sides.s3.bucket(name("b")).keys()).isEmpty();
        sides.outcomes.clear();
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void handle_uploadedInOtherPartsThanOurs_settles(Setting setting) {
    TwoSides sides = sides(setting);
    sides.start(1);
    upload(sides, null);
    sides.settle();
    sides.assertEqualSides("k");
    // Without a checksum, only the marks on the replica identify the copy.
    assertThat(sides.copies()).isEqualTo(1);

    sides.outcomes.clear();
    upload(sides, ChecksumAlgorithm.CRC32);
    assertSettled(sides, 1);
  }

  @ParameterizedTest
  @EnumSource
  void handle_encryptedWithKms_isCopiedOnce(Setting setting) {
    TwoSides sides = sides(setting);
    sides.options.encryption(Encryption.kms("key"));
    sides.start(1);
    for (String side : List.of("a", "b")) {
      sides
          .user()
          .putObject(
              r ->
                  r.bucket(name(side))
                      .key("k")
                      .serverSideEncryption(ServerSideEncryption.AWS_KMS)
                      .ssekmsKeyId("key")
                      .checksumAlgorithm(ChecksumAlgorithm.CRC32),
              RequestBody.fromString("from " + side));
      assertSettled(sides, 1);
    }
  }

  @ParameterizedTest
  @EnumSource
  void handle_writtenOnBothSidesAtOnce_endsEqual(Setting setting) {
    for (boolean reversed : new boolean[] {false, true}) {
      TwoSides sides = sides(setting);
      sides.start(1);
      put(sides, "a", "of a");
      put(sides, "b", "of b");
      List<ObjectEvent> both = new ArrayList<>(sides.events);
      if (reversed) {
        Collections.reverse(both);
      }
      sides.events.clear();
      sides.events.addAll(both);
      sides.settle();

      sides.assertEqualSides("k");
      assertThat(sides.copies()).as("%s", sides.outcomes).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @EnumSource
  void handle_stsRefuses_settlesAllTheSame(Setting setting) {
    TwoSides sides = sides(setting);
    sides.sts.refuse(403, "AccessDenied", "no");
    // Otherwise the delete of the replica waits for STS.
    sides.options.unattributedDeletes(true);
    sides.start(1);
    put(sides, "a", "v1");
    assertSettled(sides, 1);
    delete(sides, "b");
    sides.settle();

    assertThat(sides.s3.bucket(name("a")).keys()).isEmpty();
    assertThat(sides.sts.callers().size()).isLessThanOrEqualTo(1);
  }

  private static void upload(TwoSides sides, @Nullable ChecksumAlgorithm checksum) {
    CreateMultipartUploadResponse upload =
        sides
            .user()
            .createMultipartUpload(
                r ->
                    r.bucket(name("a"))
                        .key("k")
                        .checksumAlgorithm(checksum)
                        .checksumType(checksum == null ? null : ChecksumType.FULL_OBJECT));
    List<CompletedPart> parts = new ArrayList<>();
    for (int number = 1; number <= 2; number++) {
      byte[] content = new byte[6 << 20];
      Arrays.fill(content, (byte) (number + (checksum == null ? 0 : 2)));
      int part = number;
      String eTag =
          sides
              .user()
              .uploadPart(
                  r ->
                      r.bucket(name("a"))
                          .key("k")
                          .uploadId(upload.uploadId())
                          .partNumber(part)
                          .checksumAlgorithm(checksum),
                  RequestBody.fromBytes(content))
              .eTag();
      parts.add(CompletedPart.builder().partNumber(number).eTag(eTag).build());
    }
    sides
        .user()
        .completeMultipartUpload(
            r ->
                r.bucket(name("a"))
                    .key("k")
                    .uploadId(upload.uploadId())
                    .multipartUpload(m -> m.parts(parts)));
  }
}
