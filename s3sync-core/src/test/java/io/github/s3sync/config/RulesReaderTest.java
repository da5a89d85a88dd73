package io.github.s3sync.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.s3sync.destination.Destination;
import io.github.s3sync.destination.Role;
import io.github.s3sync.event.EventKind;
import io.github.s3sync.key.KeyDecoder;
import io.github.s3sync.option.CopyOptions;
import io.github.s3sync.option.Encryption;
import io.github.s3sync.option.ObjectLock;
import io.github.s3sync.pattern.SizeRange;
import io.github.s3sync.pattern.SourceObject;
import io.github.s3sync.rule.CopyRule;
import io.github.s3sync.rule.CopyRules;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RulesReaderTest {

  @Test
  void read_everyField_isInTheRule() {
    CopyRule rule =
        only(
            """
            {
              "$schema": "rules.schema.json",
              "rules": [{
                "name": "reports",
                "source": {
                  "bucket": "src", "prefix": "in/", "suffix": ".csv", "glob": "in/**",
                  "regex": "in/(?<year>[0-9]{4})/.*", "excludePrefixes": ["in/tmp/", "in/old/"],
                  "minSizeBytes": 1, "maxSizeBytes": 2000,
                  "events": ["CREATED", "RESTORED"], "keyEncoding": "verbatim", "expectedOwner": "111122223333"
                },
                "destinations": [
                  {"bucket": "dst", "key": "bdp/{year}/{filename}", "region": "eu-west-1",
                   "expectedOwner": "444455556666", "credentials": "partner", "endpoint": "aws",
                   "role": {"arn": "arn:aws:iam::444455556666:role/replica",
                     "externalId": "partner-4711", "sessionName": "nightly"}},
                  {"bucket": "dst2"}
                ],
                "options": {
                  "acl": "none", "tags": false, "overwrite": false, "keepStorageClass": true,
                  "keepWebsiteRedirect": true, "checksumAlgorithm": "SHA256",
                  "encryption": {"algorithm": "aws:kms", "kmsKeyId": "k", "bucketKey": true},
                  "objectLock": {"mode": "GOVERNANCE", "retention": "P30D", "legalHold": true},
                  "requestPayer": true, "recheckAfter": "PT0.5S"
                }
              }]
            }
            """);

    assertThat(rule.name()).isEqualTo("reports");
    assertThat(rule.sourceBucket()).isEqualTo("src");
    assertThat(rule.sourceOwner()).isEqualTo("111122223333");
    assertThat(rule.prefix()).isEqualTo("in/");
    assertThat(rule.sizes()).isEqualTo(new SizeRange(1, 2000));
    assertThat(rule.kinds()).containsExactlyInAnyOrder(EventKind.CREATED, EventKind.RESTORED);
    assertThat(rule.filter().accepts(SourceObject.of("src", "in/2026/a.csv"))).isTrue();
    assertThat(rule.filter().accepts(SourceObject.of("src", "in/2026/a.txt"))).isFalse();
    assertThat(rule.filter().accepts(SourceObject.of("src", "in/26/a.csv"))).isFalse();
    assertThat(rule.filter().accepts(SourceObject.of("src", "in/tmp/a.csv"))).isFalse();

    assertThat(rule.keyDecoder()).isEqualTo(KeyDecoder.verbatim());

    Destination first = rule.destinations().get(0);
    assertThat(first.bucket()).isEqualTo("dst");
    assertThat(first.region()).isEqualTo("eu-west-1");
    assertThat(first.role())
        .isEqualTo(
            Role.of("arn:aws:iam::444455556666:role/replica")
                .withExternalId("partner-4711")
                .withSessionName("nightly"));
    assertThat(first.credentials()).isEqualTo("partner");
    assertThat(first.endpoint()).isEqualTo("aws");
    assertThat(first.expectedOwner()).isEqualTo("444455556666");
    assertThat(mapped(first, "in/2026/a.csv")).isEqualTo("bdp/2026/a.csv");
    Destination second = rule.destinations().get(1);
    assertThat(second.region()).isNull();
    assertThat(second.role()).isNull();
    assertThat(second.credentials()).isNull();
    assertThat(second.endpoint()).isNull();
    assertThat(mapped(second, "in/2026/a.csv")).isEqualTo("in/2026/a.csv");

    CopyOptions options = rule.options();
    assertThat(options.acl()).isNull();
    assertThat(options.tags()).isFalse();
    assertThat(options.overwrite()).isFalse();
    assertThat(options.keepStorageClass()).isTrue();
    assertThat(options.keepWebsiteRedirect()).isTrue();
    assertThat(options.checksumAlgorithm()).isEqualTo("SHA256");
    assertThat(options.encryption())
        .isEqualTo(Encryption.builder("aws:kms").kmsKeyId("k").bucketKey(true).build());
    assertThat(options.objectLock())
        .isEqualTo(
            ObjectLock.builder()
                .mode("GOVERNANCE")
                .retention(Duration.ofDays(30))
                .legalHold(true)
                .build());
    assertThat(options.requestPayer()).isTrue();
    assertThat(options.recheckAfter()).isEqualTo(Duration.ofMillis(500));
  }

  @Test
  void read_twoWay_isAnOption() {
    CopyRule rule =
        only(
            """
            {"rules": [{"name": "r", "source": {"bucket": "src"}, "destination": {"bucket": "dst"},
              "options": {"twoWay": true, "unattributedDeletes": true}}]}
            """);

    assertThat(rule.options().twoWay()).isTrue();
    assertThat(rule.options().unattributedDeletes()).isTrue();
  }

  @Test
  void read_fewestFields_hasTheBuildersDefaults() {
    CopyRule rule =
        only(
            """
            // a comment
            {"rules": [ /* another */
              {"name": "all", "source": {"bucket": "src"}, "destination": {"bucket": "dst"}}
            ]}
            """);

    CopyRule built = CopyRule.named("all").from("src").to("dst").build();
    assertThat(rule.options()).usingRecursiveComparison().isEqualTo(built.options());
    assertThat(rule.sizes()).isEqualTo(built.sizes());
    assertThat(rule.kinds()).isEqualTo(built.kinds());
    assertThat(rule.prefix()).isEmpty();
    assertThat(mapped(rule.destinations().get(0), "a b+c%20")).isEqualTo("a b+c%20");
  }

  @Test
  void read_storageClass_isInTheOptions() {
    assertThat(only(withOptions("{\"storageClass\": \"GLACIER_IR\"}")).options().storageClass())
        .isEqualTo("GLACIER_IR");
  }

  @Test
  void read_severalRules_keepsTheirOrder() {
    CopyRules rules =
        new RulesReader()
            .read(
                """
                {"rules": [
                  {"name": "b", "source": {"bucket": "src"}, "destination": {"bucket": "dst"}},
                  {"name": "a", "source": {"bucket": "src"}, "destination": {"bucket": "dst"}}
                ]}
                """);

    assertThat(rules.rules()).extracting(CopyRule::name).containsExactly("b", "a");
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      delimiter = '|',
      value = {
        "{\"same\": true} | in/sub/a.txt",
        "{\"under\": \"p/\"} | p/in/sub/a.txt",
        "{\"replacePrefix\": {\"from\": \"in/\", \"to\": \"out/\"}} | out/sub/a.txt",
        "{\"flatten\": \"bdp/{x}/\"} | bdp/{x}/a.txt",
        "\"{path}{{x}}{basename}-copy{extension}\" | in/sub/{x}a-copy.txt",
        "\"one.json\" | one.json"
      })
  void read_keyMapping_mapsKeys(String key, String expected) {
    CopyRule rule =
        only(
            """
            {"rules": [{"name": "r", "source": {"bucket": "src", "prefix": "in/"},
                        "destination": {"bucket": "dst", "key": %s}}]}
            """
                .formatted(key));

    assertThat(mapped(rule.destinations().get(0), "in/sub/a.txt")).isEqualTo(expected);
  }

  private static String withOptions(String options) {
    return """
    {"rules": [{"name": "r", "source": {"bucket": "src"}, "destination": {"bucket": "dst"},
                "options": %s}]}
    """
        .formatted(options);
  }

  private static CopyRule only(String json) {
    CopyRules rules = new RulesReader().read(json);
    assertThat(rules.rules()).hasSize(1);
    return rules.rules().get(0);
  }

  private static String mapped(Destination destination, String key) {
    return destination.key().map(SourceObject.of("src", key));
  }

  @Test
  void read_unfinishedJson_saysWhereInWordsOfTheRules() {
    assertThatThrownBy(() -> new RulesReader().read("{\"rules\": [\n {\"name\": \"a\""))
        .isInstanceOf(InvalidConfigException.class)
        .hasMessageContaining("cannot be read: Unexpected end-of-input")
        .hasMessageContaining("(line 2, column ")
        .hasMessageNotContainingAny("REDACTED", "StreamReadFeature", "marker at");
  }
}
