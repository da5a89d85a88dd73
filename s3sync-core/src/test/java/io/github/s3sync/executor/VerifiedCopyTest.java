package io.github.s3sync.executor;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.s3sync.copy.CopyException;
import io.github.s3sync.copy.CopyReceipt;
import io.github.s3sync.copy.CopyResult;
import io.github.s3sync.event.ObjectEvent;
import io.github.s3sync.option.CopyOptionsBuilder;
import io.github.s3sync.option.Encryption;
import io.github.s3sync.option.ObjectLock;
import io.github.s3sync.option.TransferMode;
import io.github.s3sync.plan.FailureReason;
import io.github.s3sync.plan.SkipReason;
import io.github.s3sync.request.Source;
import io.github.s3sync.testing.Fault;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.MetadataDirective;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.Tag;
import software.amazon.awssdk.services.s3.model.Tagging;

/**
 * Stores that answer that a copy is made, and did not do all that its request asks for: the replica
 * becomes equal by further requests, or the copy fails. On all paths.
 */
class VerifiedCopyTest {

  private static final List<String> CREATIONS =
      List.of("CopyObject", "CreateMultipartUpload", "PutObject");
  private static final Tag TAG = Tag.builder().key("team").value("x").build();

  private static final Tagging TAGS = Tagging.builder().tagSet(TAG).build();

  private final CopyFixture with = new CopyFixture();

  @AfterEach
  void stop() {
    with.close();
  }

  private ObjectEvent put(CopyPath path, Consumer<PutObjectRequest.Builder> properties) {
    with.options.transfer(path.transfer());
    PutObjectRequest.Builder request = PutObjectRequest.builder().bucket("src").key("k");
    properties.accept(request);
    with.s3.client().putObject(request.build(), RequestBody.fromBytes(path.content()));
    with.s3.clearRequests();
    return with.head(path.content().length);
  }

  /** As a store that does not know a header, for replicas alone. */
  private void ignore(String header) {
    CREATIONS.forEach(operation -> with.s3.ignoreHeader(operation, header));
  }

  private HeadObjectResponse replica() {
    return with.s3.client().headObject(r -> r.bucket("dst").key("k"));
  }

  private List<Tag> replicaTags() {
    return with.s3.client().getObjectTagging(r -> r.bucket("dst").key("k")).tagSet();
  }

  private void assertRefused(ObjectEvent event, String property) {
    CopyException failure = with.failure(event);
    assertThat(failure.reason()).isEqualTo(FailureReason.NOT_SUPPORTED);
    assertThat(failure).hasMessageContaining(property).hasMessageContaining("verify");
  }

  static Stream<Arguments> options() {
    Consumer<CopyOptionsBuilder> none = o -> {};
    Consumer<PutObjectRequest.Builder> plain = p -> {};
    return Stream.of(CopyPath.values())
        .flatMap(
            path ->
                Stream.of(
                    Arguments.of(
                        path,
                        "x-amz-storage-class",
                        "the storage class",
                        (Consumer<CopyOptionsBuilder>) o -> o.storageClass("STANDARD_IA"),
                        plain),
                    Arguments.of(
                        path,
                        "x-amz-storage-class",
                        "the storage class",
                        (Consumer<CopyOptionsBuilder>) o -> o.keepStorageClass(true),
                        (Consumer<PutObjectRequest.Builder>) p -> p.storageClass("ONEZONE_IA")),
                    Arguments.of(
                        path,
                        "x-amz-website-redirect-location",
                        "x-amz-website-redirect-location",
                        (Consumer<CopyOptionsBuilder>) o -> o.keepWebsiteRedirect(true),
                        (Consumer<PutObjectRequest.Builder>) p -> p.websiteRedirectLocation("/e")),
                    Arguments.of(
                        path,
                        "x-amz-server-side-encryption",
                        "the encryption",
                        (Consumer<CopyOptionsBuilder>)
                            o -> o.encryption(Encryption.builder("AES256").build()),
                        plain),
                    Arguments.of(
                        path,
                        "cache-control",
                        "Cache-Control",
                        none,
                        (Consumer<PutObjectRequest.Builder>) p -> p.cacheControl("no-cache")),
                    Arguments.of(
                        path,
                        "x-amz-meta-title",
                        "x-amz-meta-title",
                        none,
                        (Consumer<PutObjectRequest.Builder>)
                            p -> p.metadata(Map.of("title", "a")))));
  }

  @ParameterizedTest
  @MethodSource("options")
  void execute_propertyIsIgnored_failsAndNamesIt(
      CopyPath path,
      String header,
      String property,
      Consumer<CopyOptionsBuilder> options,
      Consumer<PutObjectRequest.Builder> source) {
    options.accept(with.options);
    ObjectEvent event = put(path, source);
    ignore(header);
    if (path == CopyPath.SINGLE && !header.contains("amz-s") && !header.contains("amz-w")) {
      // The store copies these by itself, so one that does not is played by another writer.
      with.s3.onNext("CopyObject", 4, Fault.after(this::dropDescription));
      dropsDescription = true;
    }

    assertRefused(event, property);
  }

  private boolean dropsDescription;

  private void dropDescription() {
    if (dropsDescription) {
      dropsDescription = false;
      with.s3
          .client()
          .copyObject(
              r ->
                  r.sourceBucket("dst")
                      .sourceKey("k")
                      .destinationBucket("dst")
                      .destinationKey("k")
                      .metadataDirective(MetadataDirective.REPLACE));
      dropsDescription = true;
    }
  }

  @ParameterizedTest
  @EnumSource(CopyPath.class)
  void execute_verifyIsOff_acceptsTheReplica(CopyPath path) {
    with.options.storageClass("STANDARD_IA").verify(false);
    ObjectEvent event = put(path, p -> {});
    ignore("x-amz-storage-class");

    assertThat(with.execute(event)).isInstanceOf(CopyReceipt.class);

    if (path.parts() == 0) {
      assertThat(with.s3.operations().subList(1, with.s3.operations().size()))
          .doesNotContain("HeadObject");
    }
  }

  @Test
  void execute_verifyIsOff_aSmallCopyIsOneRequest() {
    with.options.verify(false);
    with.execute(with.putSmall("v1"));
    assertThat(with.s3.operations()).containsExactly("CopyObject");
  }

  @ParameterizedTest
  @EnumSource(CopyPath.class)
  void requests_ofAVerifiedCopy_areThoseThatAreMade(CopyPath path) {
    ObjectEvent event = put(path, p -> {});
    CopyReceipt receipt = (CopyReceipt) with.execute(event);
    assertThat(with.executor().requests(with.plan(event, "src"))).hasSize(receipt.requests());
  }

  @ParameterizedTest
  @EnumSource(CopyPath.class)
  void execute_neverOverwritesAndTheReplicaIsWrong_isDeletedAndFailsEachTime(CopyPath path) {
    with.options.storageClass("STANDARD_IA").overwrite(false);
    ObjectEvent event = put(path, p -> {});
    ignore("x-amz-storage-class");

    assertRefused(event, "the storage class");
    assertThat(with.hasReplica()).isFalse();
    assertRefused(event, "the storage class");

    with.s3.clearFaults();
    assertThat(with.execute(event)).isInstanceOf(CopyReceipt.class);
    assertThat(replica().storageClassAsString()).isEqualTo("STANDARD_IA");
  }

  @ParameterizedTest
  @EnumSource(CopyPath.class)
  void execute_ifNoneMatchIsIgnored_whatIsThereIsKept(CopyPath path) {
    with.options.overwrite(false);
    ObjectEvent event = put(path, p -> {});
    ignore("if-none-match");
    with.s3.ignoreHeader("CompleteMultipartUpload", "if-none-match");
    with.put("dst", "k", "mine");

    assertThat(with.execute(event))
        .isInstanceOfSatisfying(
            CopyResult.NotNeeded.class,
            skipped -> assertThat(skipped.reason()).isEqualTo(SkipReason.DESTINATION_EXISTS));
    assertThat(with.replica()).isEqualTo("mine");
  }

  @ParameterizedTest
  @EnumSource(CopyPath.class)
  void execute_ifNoneMatchIsIgnoredAndVerifyIsOff_whatIsThereIsKept(CopyPath path) {
    with.options.verify(false);
    execute_ifNoneMatchIsIgnored_whatIsThereIsKept(path);
  }

  @ParameterizedTest
  @CsvSource({
    "SINGLE, CopyObject, true",
    "MULTIPART, a copy in parts, true",
    "STREAMED, PutObject, false",
    "STREAMED_MULTIPART, a copy in parts, false"
  })
  void execute_propertiesAreIgnored_messageNamesTheRequestAndWhatHelps(
      CopyPath path, String request, boolean streamMayHelp) {
    with.options.storageClass("STANDARD_IA");
    ObjectEvent event = put(path, p -> p.metadata(Map.of("title", "a")));
    ignore("x-amz-storage-class");
    String stream = "transfer 'stream' may help";

    String one = String.valueOf(with.failure(event).getMessage());
    assertThat(one)
        .startsWith(request + " to s3://dst/k was answered as done")
        .contains("the storage class differs between s3://src/k and the replica");
    assertThat(one.contains(stream)).isEqualTo(streamMayHelp);

    ignore("x-amz-meta-title");
    with.s3.answerHeader("HeadObject", "dst", "x-amz-meta-title", "b");
    assertThat(with.failure(event))
        .hasMessageContaining("x-amz-meta-title, the storage class differ between");
  }

  /** A rule that does not keep the storage class leaves it to the store. */
  @ParameterizedTest
  @CsvSource({
    "SINGLE, STANDARD_IA, false",
    "SINGLE, GLACIER_IR, true",
    "SINGLE, , true",
    "MULTIPART, STANDARD_IA, true",
    "STREAMED, STANDARD_IA, true"
  })
  void execute_storeCopiesTheStorageClass_fails(
      CopyPath path, @Nullable String shown, boolean copied) {
    ObjectEvent event = put(path, p -> p.storageClass("STANDARD_IA"));
    with.s3.answerHeader("HeadObject", "dst", "x-amz-storage-class", shown);

    if (copied) {
      assertThat(with.execute(event)).isInstanceOf(CopyReceipt.class);
    } else {
      assertRefused(event, "Set keepStorageClass");
    }
  }

  /** HEAD shows the ARN of a key that the rule may name by an alias. */
  @ParameterizedTest
  @CsvSource({
    "arn:aws:kms:eu-west-1:111122223333:key/1, false",
    "arn:aws:kms:eu-west-1:111122223333:key/2, true",
    "arn:aws:kms:eu-west-1:111122223333:alias/mine, true"
  })
  void execute_replicaHasTheKey2_failsIfTheRuleNamesAnother(String key, boolean copied) {
    with.options.encryption(Encryption.kms(key));
    ObjectEvent event = put(CopyPath.SINGLE, p -> {});
    with.s3.answerHeader("HeadObject", "dst", "x-amz-server-side-encryption", "aws:kms");
    with.s3.answerHeader(
        "HeadObject",
        "dst",
        "x-amz-server-side-encryption-aws-kms-key-id",
        "arn:aws:kms:eu-west-1:111122223333:key/2");

    if (copied) {
      assertThat(with.execute(event)).isInstanceOf(CopyReceipt.class);
    } else {
      assertRefused(event, "the encryption");
    }
  }

  @ParameterizedTest
  @EnumSource(CopyPath.class)
  void execute_lockIsIgnored_isSetByItsOwnRequests(CopyPath path) {
    with.options.objectLock(
        ObjectLock.builder()
            .mode("GOVERNANCE")
            .retention(Duration.ofDays(1))
            .legalHold(true)
            .build());
    ObjectEvent event = put(path, p -> {});
    ignoreLocks();

    assertThat(with.execute(event)).isInstanceOf(CopyReceipt.class);

    assertThat(replica().objectLockModeAsString()).isEqualTo("GOVERNANCE");
    assertThat(replica().objectLockRetainUntilDate()).isNotNull();
    assertThat(replica().objectLockLegalHoldStatusAsString()).isEqualTo("ON");
    assertThat(with.s3.operations()).contains("PutObjectRetention", "PutObjectLegalHold");
  }

  private void ignoreLocks() {
    ignore("x-amz-object-lock-mode");
    ignore("x-amz-object-lock-retain-until-date");
    ignore("x-amz-object-lock-legal-hold");
  }

  @ParameterizedTest
  @EnumSource(CopyPath.class)
  void execute_onlyLegalHoldIsAsked_noRetentionIsSet(CopyPath path) {
    with.options.objectLock(ObjectLock.builder().legalHold(true).build());
    ObjectEvent event = put(path, p -> {});
    ignoreLocks();

    assertThat(with.execute(event)).isInstanceOf(CopyReceipt.class);

    assertThat(replica().objectLockLegalHoldStatusAsString()).isEqualTo("ON");
    assertThat(with.s3.operations()).doesNotContain("PutObjectRetention");
  }

  @ParameterizedTest
  @EnumSource(CopyPath.class)
  void execute_storeWithoutLocks_fails(CopyPath path) {
    with.options.objectLock(
        ObjectLock.builder().mode("GOVERNANCE").retention(Duration.ofDays(1)).build());
    ObjectEvent event = put(path, p -> {});
    ignoreLocks();
    with.s3.always("PutObjectRetention", Fault.error(400, "InvalidRequest"));

    CopyException failure = with.failure(event);

    assertThat(failure.reason()).isEqualTo(FailureReason.NOT_SUPPORTED);
    assertThat(failure).hasMessageContaining("objectLock");
  }

  @ParameterizedTest
  @EnumSource(CopyPath.class)
  void execute_storeThatOnlySaysThatItLocks_fails(CopyPath path) {
    with.options.objectLock(
        ObjectLock.builder().mode("GOVERNANCE").retention(Duration.ofDays(1)).build());
    ObjectEvent event = put(path, p -> {});
    ignoreLocks();
    with.s3.always("PutObjectRetention", Fault.empty200());

    assertThat(with.failure(event).reason()).isEqualTo(FailureReason.NOT_SUPPORTED);
  }

  @ParameterizedTest
  @EnumSource(CopyPath.class)
  void execute_neverOverwritesAndStoppedBeforeTheLock_nextAttemptLocks(CopyPath path) {
    with.options
        .overwrite(false)
        .objectLock(ObjectLock.builder().mode("GOVERNANCE").retention(Duration.ofDays(1)).build());
    ObjectEvent event = put(path, p -> {});
    ignoreLocks();
    with.s3.always("PutObjectRetention", Fault.error(503, "SlowDown"));
    assertThat(with.failure(event).reason()).isEqualTo(FailureReason.THROTTLED);
    with.s3.clearFaults();
    ignoreLocks();

    assertThat(with.execute(event)).isInstanceOf(CopyResult.NotNeeded.class);

    assertThat(replica().objectLockModeAsString()).isEqualTo("GOVERNANCE");
  }

  /** As Ceph does. */
  private void copyEverything(String storageClass) {
    with.s3.changeHeaders(
        "CopyObject",
        headers -> {
          headers.remove("x-amz-tagging-directive");
          if (!"REPLACE".equals(headers.get("x-amz-metadata-directive"))) {
            headers.putIfAbsent("x-amz-website-redirect-location", "/elsewhere");
          }
          headers.putIfAbsent("x-amz-storage-class", storageClass);
          return headers;
        });
  }

  @Test
  void execute_storeThatCopiesWhatTheRuleLeavesOut_makesTheSameReplica() {
    with.options.tags(false);
    ObjectEvent event =
        put(
            CopyPath.SINGLE,
            p ->
                p.tagging(TAGS)
                    .websiteRedirectLocation("/elsewhere")
                    .storageClass("STANDARD_IA")
                    .cacheControl("no-cache")
                    .expires(Instant.parse("2031-01-02T03:04:05Z"))
                    .metadata(Map.of("title", "a")));
    copyEverything("STANDARD_IA");

    assertThat(with.execute(event)).isInstanceOf(CopyReceipt.class);

    assertThat(replica().websiteRedirectLocation()).isNull();
    assertThat(replica().storageClassAsString()).isNull();
    assertThat(replica().cacheControl()).isEqualTo("no-cache");
    assertThat(replica().expiresString()).isEqualTo("Thu, 02 Jan 2031 03:04:05 GMT");
    assertThat(replica().metadata()).containsExactly(Map.entry("title", "a"));
    assertThat(replicaTags()).isEmpty();
  }

  /** A store may drop tags in a copy that it was not told to leave out. */
  @Test
  void execute_copyDropsTheTags_setsThemAfterwards() {
    ObjectEvent event = put(CopyPath.SINGLE, p -> p.tagging(TAGS));
    with.s3.changeHeaders(
        "CopyObject",
        headers -> {
          headers.put("x-amz-tagging-directive", "REPLACE");
          return headers;
        });

    assertThat(with.execute(event)).isInstanceOf(CopyReceipt.class);

    assertThat(replicaTags()).containsExactly(TAG);
  }

  @Test
  void execute_copyDropsTheTagsAndNoneAreCounted_setsThemAfterwards() {
    with.s3.answerHeader("HeadObject", "x-amz-tagging-count", null);
    execute_copyDropsTheTags_setsThemAfterwards();
  }

  @ParameterizedTest
  @EnumSource(names = {"MULTIPART", "STREAMED_MULTIPART"})
  void execute_completedWithoutETag_receiptHasThatOfTheReplica(CopyPath path) {
    ObjectEvent event = put(path, p -> {});
    with.s3.answerBody(
        "CompleteMultipartUpload", body -> body.replaceAll("<ETag>.*</ETag>", "<ETag></ETag>"));

    CopyReceipt receipt = (CopyReceipt) with.execute(event);

    assertThat(receipt.eTag()).isEqualTo(Source.unquoted(replica().eTag())).isNotEmpty();
  }

  @ParameterizedTest
  @EnumSource(names = {"MULTIPART", "STREAMED_MULTIPART"})
  void execute_answerToCompleteIsNotXml_findsTheReplica(CopyPath path) {
    ObjectEvent event = put(path, p -> {});
    with.s3.answerBody(
        "CompleteMultipartUpload", body -> body.substring(0, body.indexOf("</Location>")));

    CopyReceipt receipt = (CopyReceipt) with.execute(event);

    assertThat(receipt.eTag()).isEqualTo(Source.unquoted(replica().eTag()));
    assertThat(receipt.parts()).isEqualTo(3);
  }

  @ParameterizedTest
  @EnumSource(names = {"MULTIPART", "STREAMED_MULTIPART"})
  void execute_answerToCompleteIsNotXmlAndAnotherObjectIsThere_isNotTakenForTheReplica(
      CopyPath path) {
    ObjectEvent event = put(path, p -> {});
    with.s3.always("CompleteMultipartUpload", Fault.after(() -> with.put("dst", "k", "another")));
    with.s3.answerBody("CompleteMultipartUpload", body -> "");

    assertThat(with.failure(event).reason().retryable()).isTrue();
  }

  @Test
  void execute_sourceChangesWhileTheStoreCopies_isCopiedOnceMore() {
    ObjectEvent event = put(CopyPath.SINGLE, p -> p.cacheControl("no-cache"));
    with.s3.ignoreHeader("CopyObject", "x-amz-copy-source-if-match");
    with.s3.onNext("CopyObject", Fault.first(() -> with.put("src", "k", "newer")));

    assertThat(with.execute(event)).isInstanceOf(CopyReceipt.class);

    assertThat(with.replica()).isEqualTo("newer");
    assertThat(replica().cacheControl()).isNull();
  }

  /** As Ceph does: it then finds no object, or another one. */
  private void decodeSourcesOfPartsTwice() {
    with.s3.changeHeaders(
        "UploadPartCopy",
        headers -> {
          headers.computeIfPresent(
              "x-amz-copy-source", (name, value) -> value.replace("%25", "%").replace("%3F", "?"));
          return headers;
        });
  }

  @ParameterizedTest
  @EnumSource(names = {"MULTIPART", "STREAMED_MULTIPART"})
  void execute_storeThatDecodesSourcesOfPartsTwice_neverCopiesAnotherObject(CopyPath path) {
    with.options.transfer(path.transfer());
    decodeSourcesOfPartsTwice();
    for (String key : List.of("a%20b", "100%", "a?versionId=b", "a%3Fb")) {
      byte[] content = path.content();
      with.s3
          .client()
          .putObject(r -> r.bucket("src").key(key), RequestBody.fromBytes(path.content()));
      byte[] others = content.clone();
      others[0]++;
      for (String other : List.of("a b", "a", "a?b")) {
        with.s3.client().putObject(r -> r.bucket("src").key(other), RequestBody.fromBytes(others));
      }

      CopyResult result = with.execute(with.event(key, (long) content.length, null));

      assertThat(result).as(key).isInstanceOf(CopyReceipt.class);
      assertThat(with.s3.sameContent("src", key, "dst", key)).as(key).isTrue();
    }
  }

  @Test
  void execute_suchAKeyAndTooLargeForOneRequest_fails() {
    long size = 6L << 30;
    with.s3.putSynthetic("src", "a%20b", size, Map.of());

    CopyException failure = with.failure(with.event("a%20b", size, null));

    assertThat(failure.reason()).isEqualTo(FailureReason.NOT_SUPPORTED);
    assertThat(failure).hasMessageContaining("'stream'");
    assertThat(with.s3.operations()).doesNotContain("UploadPartCopy", "CopyObject");
  }

  @Test
  void execute_uploadWithControlCharacterCannotBegin_fails() {
    with.options.transfer(TransferMode.STREAM);
    String key = "a\u0001b";
    with.s3
        .client()
        .putObject(
            r -> r.bucket("src").key(key),
            RequestBody.fromBytes(CopyPath.STREAMED_MULTIPART.content()));
    with.s3.always("CreateMultipartUpload", Fault.error(500, "InternalError"));

    CopyException failure = with.failure(with.event(key, null, null));

    assertThat(failure.reason()).isEqualTo(FailureReason.NOT_SUPPORTED);
    assertThat(failure).hasMessageContaining("control character");
  }
}
