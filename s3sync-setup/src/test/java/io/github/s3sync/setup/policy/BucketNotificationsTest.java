package io.github.s3sync.setup.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.s3sync.event.EventKind;
import io.github.s3sync.rule.CopyRule;
import io.github.s3sync.rule.CopyRules;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BucketNotificationsTest {

  private static final String QUEUE = "arn:aws:sqs:eu-west-1:222222222222:objects";

  @Test
  void configurations_oneRule_areWhatS3Takes() {
    CopyRules rules =
        CopyRules.of(
            CopyRule.named("r")
                .from("src")
                .prefix("in/")
                .suffix(".csv")
                .on(EventKind.CREATED, EventKind.REMOVED)
                .to("dst")
                .build());
    assertThat(json(BucketNotifications.of(rules).configurations(QUEUE).get("src")))
        .isEqualTo(
            json(
                """
                {"QueueConfigurations": [{
                  "Id": "s3sync-1",
                  "QueueArn": "arn:aws:sqs:eu-west-1:222222222222:objects",
                  "Events": ["s3:LifecycleExpiration:*", "s3:ObjectCreated:*", "s3:ObjectRemoved:*"],
                  "Filter": {"Key": {"FilterRules": [
                    {"Name": "prefix", "Value": "in/"}, {"Name": "suffix", "Value": ".csv"}]}}}]}
                """));
  }

  @ParameterizedTest
  @CsvSource({
    "in/, .csv, out/, .csv, in/|.csv out/|.csv",
    "in/, .csv, in/, .txt, in/|.csv in/|.txt",
    "in/, .csv, in/a/, .csv, in/|.csv",
    "in/, .csv, in/a/, '', in/|",
    "in/a/, .csv, in/, .gz.csv, in/|.csv",
    "'', '', in/, .csv, '|'"
  })
  void configurations_twoRules_coverBothAndDoNotOverlap(
      String prefix, String suffix, String otherPrefix, String otherSuffix, String expected) {
    CopyRules rules =
        CopyRules.of(rule("one", prefix, suffix), rule("two", otherPrefix, otherSuffix));
    assertThat(String.join(" ", filters(rules))).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "'my files/', '', my+files/|",
    "'year=2026/', '', year|",
    "'보고/', '', '|'",
    "'', '-é.csv', '|.csv'"
  })
  void configurations_specialCharacters_areNotReliedUpon(
      String prefix, String suffix, String expected) {
    assertThat(filters(CopyRules.of(rule("r", prefix, suffix)))).containsExactly(expected);
  }

  @Test
  void configurations_growingFilters_areComparedAnew() {
    CopyRules rules =
        CopyRules.of(
            rule("a", "in/a/", ".csv"), rule("b", "in/b/", ".csv"), rule("c", "in/", ".gz.csv"));
    assertThat(filters(rules)).containsExactly("in/|.csv");
  }

  @Test
  void configurations_moreThanS3Has_saysWhatToDo() {
    CopyRules rules =
        CopyRules.of(
            IntStream.range(0, 101).mapToObj(i -> rule("r" + i, "in/" + i + "/", "")).toList());
    assertThatIllegalArgumentException()
        .isThrownBy(() -> BucketNotifications.of(rules).configurations(QUEUE))
        .withMessage(
            "bucket 'src' would need 101 notifications, and S3 accepts 100 for one bucket, expected"
                + " fewer prefixes and suffixes, or EventBridge");
    assertThat(BucketNotifications.of(rules).eventBridge()).containsOnlyKeys("src");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "objects",
        "arn:aws:s3:::src",
        "arn:aws:sqs:eu-west-1:222222222222:objects.fifo",
        "arn:aws:sns:eu-west-1:222222222222:objects.fifo"
      })
  void configurations_notForNotifications_isRefused(String target) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> BucketNotifications.of(Feature.PLAIN.rules()).configurations(target))
        .withMessageContaining("target is '" + target + "'")
        .withMessageContaining("expected");
  }

  @Test
  void eventBridge_morePrefixesThanAPatternMayHave_isOfAllKeys() {
    assertThat(patternOf(10)).contains("\"prefix\" : \"some/prefix/9/\"");
    assertThat(patternOf(60)).hasSizeLessThan(2049).contains("{\"prefix\":\"some/prefix/59/\"}");
    assertThat(patternOf(150)).contains("\"src\"").doesNotContain("prefix");
  }

  private static String patternOf(int rules) {
    CopyRules many =
        CopyRules.of(
            IntStream.range(0, rules)
                .mapToObj(
                    i ->
                        CopyRule.named("r" + i)
                            .from("src")
                            .prefix("some/prefix/" + i + "/")
                            .to("dst")
                            .build())
                .toList());
    return String.valueOf(BucketNotifications.of(many).eventBridge().get("src"));
  }

  @Test
  void eventBridge_prefixes_standAsTheyAre() {
    CopyRules rules =
        CopyRules.of(
            rule("a", "year=2026/", ".csv"),
            CopyRule.named("b").from("src").prefix("보고/").on(EventKind.RESTORED).to("dst").build());
    assertThat(json(BucketNotifications.of(rules).eventBridge().get("src")))
        .isEqualTo(
            json(
                """
                {"source": ["aws.s3"],
                 "detail-type": ["Object Created", "Object Restore Completed"],
                 "detail": {"bucket": {"name": ["src"]},
                   "object": {"key": [{"prefix": "year=2026/"}, {"prefix": "보고/"}]}}}
                """));
  }

  private static CopyRule rule(String name, String prefix, String suffix) {
    return CopyRule.named(name).from("src").prefix(prefix).suffix(suffix).to("dst").build();
  }

  /** Returns each filter as prefix|suffix. */
  private static List<String> filters(CopyRules rules) {
    JsonNode configuration = json(BucketNotifications.of(rules).configurations(QUEUE).get("src"));
    List<String> filters = new ArrayList<>();
    for (JsonNode one : configuration.path("QueueConfigurations")) {
      String prefix = "";
      String suffix = "";
      for (JsonNode rule : one.at("/Filter/Key/FilterRules")) {
        if (rule.path("Name").asText().equals("prefix")) {
          prefix = rule.path("Value").asText();
        } else {
          suffix = rule.path("Value").asText();
        }
      }
      filters.add(prefix + "|" + suffix);
    }
    return filters;
  }

  private static JsonNode json(@Nullable String text) {
    try {
      return new ObjectMapper().readTree(Objects.requireNonNull(text));
    } catch (JsonProcessingException e) {
      throw new AssertionError(e);
    }
  }
}
