package io.github.s3sync.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.s3sync.event.EventKind;
import io.github.s3sync.pattern.KeyMapper;
import io.github.s3sync.reconcile.compare.DeleteLimit;
import io.github.s3sync.reconcile.finding.Finding;
import io.github.s3sync.reconcile.finding.Verdict;
import io.github.s3sync.rule.CopyRule;
import io.github.s3sync.testing.Fault;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Compares stores whose listings are not those of S3. A run finds exactly what differs, or it is
 * incomplete; in both cases nothing is deleted that has a source.
 */
class UnusualListingsTest {

  private static final Pattern CONTENTS =
      Pattern.compile("<Contents>.*</Contents>", Pattern.DOTALL);
  private static final Pattern TOKEN =
      Pattern.compile("<NextContinuationToken>(.*?)</NextContinuationToken>");

  private final Buckets with =
      new Buckets(
          CopyRule.named("r")
              .from("src")
              .prefix("in/")
              .to("dst", KeyMapper.replacePrefix("in/", "out/"))
              .on(EventKind.CREATED, EventKind.REMOVED)
              .build());

  private int pages;

  @BeforeEach
  void plant() {
    with.pageSize(2);
    for (String key : List.of("0", "1 +", "2", "3", "\uFF00", "\uD83D\uDE00", "4", "5", "6")) {
      with.putBoth("in/" + key, "out/" + key, "content of " + key);
    }
    with.put("dst", "out/4x", "extra");
    with.put("src", "in/5x", "missing");
  }

  @AfterEach
  void stop() {
    with.close();
  }

  private void assertFindsAll(ReconcilerBuilder builder) {
    RunResult result = builder.build().run();
    assertThat(result.isComplete()).as(result.toString()).isTrue();
    assertThat(with.verdicts()).isEqualTo(Map.of("in/4x", Verdict.EXTRA, "in/5x", Verdict.MISSING));
    assertThat(result.total().found()).isEqualTo(11);
    assertThat(result.total().count(Verdict.SAME)).isEqualTo(9);
  }

  private RunResult assertIncomplete(String problem) {
    return assertIncomplete(with.reconciler(Mode.RECONCILE), problem);
  }

  private RunResult assertIncomplete(ReconcilerBuilder builder, String problem) {
    RunResult result = builder.deleteLimit(new DeleteLimit(100, 1)).build().run();
    assertThat(result.isComplete()).isFalse();
    assertThat(result.exitCode()).isEqualTo(RunResult.EXIT_INCOMPLETE);
    assertThat(with.s3.bucket("dst").keys()).contains("out/4x").hasSizeBetween(10, 11);
    assertThat(with.findings)
        .extracting(Finding::verdict)
        .isSubsetOf(Verdict.EXTRA, Verdict.MISSING);
    assertThat(with.verdicts().keySet()).isSubsetOf("in/4x", "in/5x");
    assertThat(result.total().unaccounted()).isZero();
    assertThat(result.flows().values())
        .allSatisfy(
            flow ->
                assertThat(flow.problems())
                    .isNotEmpty()
                    .allSatisfy(p -> assertThat(p).contains(problem)));
    return result;
  }

  /** Changes one page of all. */
  private void rewriteOne(int page, UnaryOperator<String> change) {
    with.rewrite(body -> ++pages == page ? change.apply(body) : body);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 4})
  void store_withoutListObjectsV2_isListedByTheFirstVersion(int listers) {
    with.s3.always(
        request -> request.operation().equals("ListObjectsV2"), Fault.error(501, "NotImplemented"));
    assertFindsAll(with.reconciler(Mode.VERIFY).listers(listers));
    assertThat(with.s3.requests())
        .filteredOn(request -> request.operation().equals("ListObjects"))
        .isNotEmpty()
        .allSatisfy(request -> assertThat(request.query()).containsEntry("encoding-type", "url"));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 4})
  void store_thatIgnoresTheVersion_isListedByTheFirstVersion(int listers) {
    with.onlyV1();
    assertFindsAll(with.reconciler(Mode.VERIFY).listers(listers));
    assertFindsAll(with.reconciler(Mode.VERIFY).listers(listers).unordered());
  }

  @Test
  void store_withoutAnyListing_isIncomplete() {
    with.s3.always(
        request -> request.operation().startsWith("ListObjects"),
        Fault.error(501, "NotImplemented"));
    assertIncomplete("NOT_SUPPORTED");
  }

  /** A policy may refuse some keys to start after. */
  @Test
  void range_refused_isIncompleteAndTheRestIsCompared() {
    with.s3.always(
        request ->
            request.operation().equals("ListObjectsV2")
                && request.bucket().equals("src")
                && request.query().getOrDefault("continuation-token", "").length() > 0,
        Fault.error(403, "AccessDenied"));
    assertIncomplete("ACCESS_DENIED");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 5, 8})
  void end_announcedTooEarly_isNotBelieved(int page) {
    rewriteOne(page, body -> body.replace("<IsTruncated>true", "<IsTruncated>false"));
    assertFindsAll(with.reconciler(Mode.VERIFY).listers(1));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 5, 8})
  void end_notAnnounced_isAskedForAgain(int page) {
    rewriteOne(
        page,
        body ->
            TOKEN.matcher(body.replace("<IsTruncated>false", "<IsTruncated>true")).replaceAll(""));
    assertFindsAll(with.reconciler(Mode.VERIFY).listers(1));
  }

  @Test
  void end_neverStated_isIncomplete() {
    with.rewrite(body -> body.replaceAll("<IsTruncated>.*?</IsTruncated>", ""));
    assertIncomplete("without IsTruncated");
  }

  @Test
  void page_emptyAndTruncated_isContinued() {
    String[] token = {null};
    with.rewrite(
        body -> {
          Matcher next = TOKEN.matcher(body);
          if (!next.find()) {
            return body;
          }
          if (++pages == 3 && token[0] != null && body.contains("<ContinuationToken>")) {
            // No keys, and the same place again.
            String here =
                body.replaceAll("(?s).*<ContinuationToken>(.*?)</ContinuationToken>.*", "$1");
            return TOKEN
                .matcher(CONTENTS.matcher(body).replaceAll(""))
                .replaceAll("<NextContinuationToken>" + here + "</NextContinuationToken>");
          }
          token[0] = next.group(1);
          return body;
        });
    assertFindsAll(with.reconciler(Mode.VERIFY).listers(1));
  }

  @Test
  void page_repeated_isIncomplete() {
    String[] first = {null};
    with.rewrite(
        body -> {
          Matcher next = TOKEN.matcher(body);
          if (!next.find()) {
            return body;
          }
          if (first[0] == null) {
            first[0] = next.group();
            return body;
          }
          return TOKEN.matcher(body).replaceAll(Matcher.quoteReplacement(first[0]));
        });
    assertIncomplete("expected keys in the order");
  }

  /** The store does not support tokens, and repeats some pages for ever. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  @Timeout(60)
  void page_repeatedByAnUnorderedStore_isIncomplete(int repeated) {
    List<String> bodies = new ArrayList<>();
    with.rewrite(
        body -> {
          if (!body.contains("<NextContinuationToken>")) {
            return body;
          }
          if (bodies.size() < repeated) {
            bodies.add(body);
            return body;
          }
          return bodies.get(pages++ % repeated);
        });
    assertIncomplete(with.reconciler(Mode.RECONCILE).listers(1).unordered(), "again");
  }

  /** S3 omits the marker. Only in an ordered listing can the last key replace it. */
  @ParameterizedTest
  @ValueSource(ints = {1, 4})
  void page_ofTheFirstVersionWithoutMarker_isContinuedOnlyInOrder(int listers) {
    with.onlyV1();
    with.rewrite(body -> body.replaceAll("<NextMarker>.*?</NextMarker>", ""));
    assertFindsAll(with.reconciler(Mode.VERIFY).listers(listers));
    assertIncomplete(
        with.reconciler(Mode.RECONCILE).listers(listers).unordered(), "token to continue with");
    with.rewrite(body -> swapped(body.replaceAll("<NextMarker>.*?</NextMarker>", "")));
    assertIncomplete(with.reconciler(Mode.RECONCILE).listers(listers), "unordered");
  }

  @Test
  void keys_outOfOrder_areIncompleteUntilComparedAsUnordered() {
    with.rewrite(UnusualListingsTest::swapped);
    RunResult result =
        assertIncomplete("as unordered (--unordered, or ReconcilerBuilder.unordered)");
    assertThat(result.total().count(Verdict.EXTRA)).isZero();
    assertFindsAll(with.reconciler(Mode.VERIFY).unordered());
  }

  /** Swaps the two objects of a page. */
  private static String swapped(String body) {
    return body.replaceFirst("(?s)(<Contents>.*?</Contents>)(<Contents>.*?</Contents>)", "$2$1");
  }

  /** The store encodes keys without saying so. No object is deleted, and none is invented. */
  @Test
  void keys_encodedWithoutNotice_areNeverDeleted() {
    List<String> before = with.s3.bucket("dst").keys();
    with.rewrite(body -> body.replaceAll("<EncodingType>.*?</EncodingType>", ""));
    // 'in/%EF%BC%80' is listed behind 'in/6', so the listing is incomplete and nothing is deleted.
    // 'in/5x' is copied if it is compared before this is found.
    RunResult result =
        with.reconciler(Mode.RECONCILE).deleteLimit(new DeleteLimit(100, 1)).build().run();
    assertThat(result.isComplete()).isFalse();
    assertThat(with.verdicts()).containsEntry("in/4x", Verdict.EXTRA);
    with.verdicts()
        .forEach(
            (key, verdict) ->
                assertThat(List.of("in/4x", "in/5x").contains(key) || verdict == Verdict.UNKNOWN)
                    .as(key + " " + verdict)
                    .isTrue());
    List<String> added = new ArrayList<>(with.s3.bucket("dst").keys());
    assertThat(added).containsAll(before);
    added.removeAll(before);
    assertThat(added).isSubsetOf("out/5x");
  }

  /** The store says that it encodes keys, and does not. */
  @Test
  void keys_notEncodedDespiteNotice_areNeverDeleted() {
    with.rewrite(body -> body.replace("1%20%2B", "1 +"));
    with.put("dst", "out/x+y", "extra");
    with.rewrite(body -> body.replace("%20", " ").replace("%2B", "+"));
    with.reconciler(Mode.RECONCILE).deleteLimit(new DeleteLimit(100, 1)).build().run();
    with.verdicts()
        .forEach(
            (key, verdict) ->
                assertThat(List.of("in/4x", "in/5x").contains(key) || verdict == Verdict.UNKNOWN)
                    .as(key + " " + verdict)
                    .isTrue());
    assertThat(with.s3.bucket("dst").keys()).contains("out/1 +", "out/x+y");
  }

  @Test
  void keys_undecodable_areIncomplete() {
    with.rewrite(
        body -> body.replace("<Key>in%2F3", "<Key>in%2F3%zz").replace("<Key>in/3", "<Key>in/3%zz"));
    assertIncomplete("NO_ANSWER");
  }
}
