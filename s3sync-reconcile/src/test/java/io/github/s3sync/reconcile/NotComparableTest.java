package io.github.s3sync.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.s3sync.event.EventKind;
import io.github.s3sync.option.CopyOptions;
import io.github.s3sync.option.Encryption;
import io.github.s3sync.pattern.KeyMapper;
import io.github.s3sync.reconcile.compare.Bytes;
import io.github.s3sync.reconcile.compare.DeleteLimit;
import io.github.s3sync.reconcile.compare.Level;
import io.github.s3sync.reconcile.finding.Action;
import io.github.s3sync.reconcile.finding.Finding;
import io.github.s3sync.reconcile.finding.UnknownReason;
import io.github.s3sync.reconcile.finding.Verdict;
import io.github.s3sync.request.ReplicaAspect;
import io.github.s3sync.rule.CopyRule;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ChecksumAlgorithm;
import software.amazon.awssdk.services.s3.model.ChecksumType;
import software.amazon.awssdk.services.s3.model.CompletedPart;

/**
 * Compares objects whose eTags mean nothing: under KMS and after uploads in parts. None of them
 * differs because of its eTag. Also compares two-way rules, whose replicas may be users' objects.
 */
class NotComparableTest {

  private static final String KEY = "arn:aws:kms:us-east-1:111122223333:key/1";

  private final Buckets with =
      new Buckets(
          CopyRule.named("r")
              .from("src")
              .to("dst", KeyMapper.same())
              .on(EventKind.CREATED, EventKind.REMOVED)
              .build());

  @BeforeEach
  void allowSmallParts() {
    with.s3.minimumPartBytes(1);
  }

  @AfterEach
  void stop() {
    with.close();
  }

  private void putUnderKms(String bucket, String key, String content) {
    with.put(bucket, key, content, r -> r.serverSideEncryption("aws:kms").ssekmsKeyId(KEY));
  }

  /** Uploads parts of a given size. */
  private void upload(String bucket, String key, String content, int partSize, ChecksumType type) {
    S3Client client = with.s3.client();
    boolean composite = type == ChecksumType.COMPOSITE;
    String id =
        client
            .createMultipartUpload(
                r ->
                    r.bucket(bucket)
                        .key(key)
                        .checksumAlgorithm(
                            composite ? ChecksumAlgorithm.SHA256 : ChecksumAlgorithm.CRC32_C)
                        .checksumType(type))
            .uploadId();
    List<CompletedPart> parts = new ArrayList<>();
    for (int i = 0; i * partSize < content.length(); i++) {
      int number = i + 1;
      String part = content.substring(i * partSize, Math.min(content.length(), (i + 1) * partSize));
      var answer =
          client.uploadPart(
              r ->
                  r.bucket(bucket)
                      .key(key)
                      .uploadId(id)
                      .partNumber(number)
                      .checksumAlgorithm(
                          composite ? ChecksumAlgorithm.SHA256 : ChecksumAlgorithm.CRC32_C),
              RequestBody.fromString(part));
      parts.add(
          CompletedPart.builder()
              .partNumber(number)
              .eTag(answer.eTag())
              .checksumSHA256(answer.checksumSHA256())
              .checksumCRC32C(answer.checksumCRC32C())
              .build());
    }
    client.completeMultipartUpload(
        r ->
            r.bucket(bucket)
                .key(key)
                .uploadId(id)
                .checksumType(type)
                .multipartUpload(m -> m.parts(parts)));
  }

  private void assertContentIsUnknown(String... keys) {
    assertThat(with.findings)
        .allSatisfy(
            f -> {
              assertThat(f.verdict()).isEqualTo(Verdict.UNKNOWN);
              assertThat(f.unknownReason()).isEqualTo(UnknownReason.CONTENT_NOT_COMPARABLE);
              assertThat(f.unknown()).contains(ReplicaAspect.CONTENT);
              assertThat(f.action()).isEqualTo(Action.NONE);
            });
    assertThat(with.verdicts()).containsOnlyKeys(keys);
  }

  @ParameterizedTest
  @EnumSource
  void verify_compositeChecksumsOfOtherParts_isUnknownUntilBytesAreRead(Level level) {
    upload("src", "same", "0123456789", 4, ChecksumType.COMPOSITE);
    upload("dst", "same", "0123456789", 5, ChecksumType.COMPOSITE);
    upload("src", "other", "0123456789", 4, ChecksumType.COMPOSITE);
    upload("dst", "other", "012345678X", 5, ChecksumType.COMPOSITE);
    upload("src", "longer", "0123456789", 4, ChecksumType.COMPOSITE);
    upload("dst", "longer", "01234567890", 5, ChecksumType.COMPOSITE);
    RunResult result = with.reconciler(Mode.VERIFY).level(level).build().run();
    assertThat(with.verdicts())
        .isEqualTo(
            Map.of("same", Verdict.UNKNOWN, "other", Verdict.UNKNOWN, "longer", Verdict.DIFFERS));
    assertThat(result.exitCode()).isEqualTo(RunResult.EXIT_INCOMPLETE);

    result = with.reconciler(Mode.VERIFY).level(level).bytes(Bytes.IF_UNKNOWN).build().run();
    assertThat(with.verdicts())
        .isEqualTo(Map.of("other", Verdict.DIFFERS, "longer", Verdict.DIFFERS));
    assertThat(result.exitCode()).isEqualTo(RunResult.EXIT_DIFFERENT);
  }

  @Test
  void reconcile_unknownContent_isNeitherCopiedNorDeleted() {
    upload("src", "a", "0123456789", 4, ChecksumType.COMPOSITE);
    upload("dst", "a", "0123456789", 5, ChecksumType.COMPOSITE);
    RunResult result = with.reconciler(Mode.RECONCILE).build().run();
    assertContentIsUnknown("a");
    assertThat(result.exitCode()).isEqualTo(RunResult.EXIT_INCOMPLETE);

    with.reconciler(Mode.RECONCILE).bytes(Bytes.IF_UNKNOWN).build().run();
    assertThat(with.findings).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void verify_fullChecksumsOfOtherParts_decide(Level level) {
    upload("src", "same", "0123456789", 4, ChecksumType.FULL_OBJECT);
    upload("dst", "same", "0123456789", 5, ChecksumType.FULL_OBJECT);
    upload("src", "other", "0123456789", 4, ChecksumType.FULL_OBJECT);
    upload("dst", "other", "012345678X", 5, ChecksumType.FULL_OBJECT);
    with.reconciler(Mode.VERIFY).level(level).build().run();
    assertThat(with.verdicts()).isEqualTo(Map.of("other", Verdict.DIFFERS));
  }

  /** Under KMS each upload has another eTag, and the checksum decides. */
  @ParameterizedTest
  @EnumSource
  void verify_kms_eTagsDecideNothing(Level level) {
    putUnderKms("src", "same", "content");
    putUnderKms("dst", "same", "content");
    putUnderKms("src", "other", "content");
    putUnderKms("dst", "other", "CONTENT");
    with.put("src", "one side", "content");
    putUnderKms("dst", "one side", "content");
    with.reconciler(Mode.VERIFY).level(level).build().run();
    assertThat(with.verdicts())
        .as(with.findings.toString())
        .isEqualTo(Map.of("other", Verdict.DIFFERS));
  }

  private CopyRule twoWay(String name, String from, String to) {
    return CopyRule.named(name)
        .from(from)
        .to(to, KeyMapper.same())
        .on(EventKind.CREATED, EventKind.REMOVED)
        .options(CopyOptions.builder().twoWay(true).unattributedDeletes(true).build())
        .build();
  }

  /** An object on one side only is a source of the way back, never an extra replica. */
  @Test
  void reconcile_twoWayRules_copyBothWaysAndDeleteNothing() {
    with.rules(twoWay("there", "src", "dst"), twoWay("back", "dst", "src"));
    with.put("src", "a", "only in the first");
    with.put("dst", "b", "only in the second");
    with.putBoth("c", "c", "on both sides");
    with.reconciler(Mode.RECONCILE).deleteLimit(new DeleteLimit(100, 1)).build().run();
    assertThat(with.findings).extracting(Finding::action).containsOnly(Action.COPIED);
    assertThat(with.s3.bucket("src").keys()).containsExactly("a", "b", "c");
    assertThat(with.s3.bucket("dst").keys()).containsExactly("a", "b", "c");
    RunResult again = with.reconciler(Mode.VERIFY).build().run();
    assertThat(again.exitCode()).isEqualTo(RunResult.EXIT_EQUAL);
  }

  @Test
  void reconcile_oneDirectionOfATwoWayRule_extrasAreUnknownAndKept() {
    with.rules(twoWay("there", "src", "dst"));
    with.put("src", "a", "a");
    with.put("dst", "b", "perhaps a user's");
    with.reconciler(Mode.RECONCILE).deleteLimit(new DeleteLimit(100, 1)).build().run();
    assertThat(with.findings)
        .filteredOn(f -> f.verdict() == Verdict.UNKNOWN)
        .singleElement()
        .satisfies(f -> assertThat(f.unknownReason()).isEqualTo(UnknownReason.TWO_WAY));
    assertThat(with.s3.bucket("dst").keys()).containsExactly("a", "b");
  }

  @Test
  void verify_encryptionOfTheRule_isCompared() {
    with.rules(
        CopyRule.named("r")
            .from("src")
            .to("dst", KeyMapper.same())
            .options(CopyOptions.builder().encryption(Encryption.kms(KEY)).build())
            .build());
    for (String key : List.of("right", "none", "other key")) {
      with.put("src", key, "content");
    }
    putUnderKms("dst", "right", "content");
    with.put("dst", "none", "content");
    with.put(
        "dst",
        "other key",
        "content",
        r -> r.serverSideEncryption("aws:kms").ssekmsKeyId(KEY.replace("key/1", "key/2")));
    with.reconciler(Mode.VERIFY).level(Level.HEAD).build().run();
    assertThat(with.verdicts())
        .isEqualTo(Map.of("none", Verdict.DIFFERS, "other key", Verdict.DIFFERS));
    assertThat(with.findings)
        .allSatisfy(f -> assertThat(f.differing()).isEqualTo(Set.of(ReplicaAspect.ENCRYPTION)));
  }
}
