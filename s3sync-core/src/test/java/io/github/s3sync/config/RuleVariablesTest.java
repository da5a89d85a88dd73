package io.github.s3sync.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.s3sync.LoadedRules;
import io.github.s3sync.client.TextObject;
import io.github.s3sync.copy.Deadline;
import io.github.s3sync.destination.Access;
import io.github.s3sync.destination.Destination;
import io.github.s3sync.destination.Role;
import io.github.s3sync.key.ObjectRef;
import io.github.s3sync.option.TransferMode;
import io.github.s3sync.pattern.SourceObject;
import io.github.s3sync.rule.CopyRule;
import io.github.s3sync.rule.CopyRules;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RuleVariablesTest {

  private static final String JSON =
      """
      {"rules": [{"name": "r", "source": {"bucket": "src"}, "destination": {"bucket": "dst"}}]}
      """;

  @Test
  void read_json_isRead() {
    assertThat(read(Map.of("S3SYNC_RULES", " \n" + JSON)).rules())
        .extracting(CopyRule::name)
        .containsExactly("r");
  }

  @Test
  void read_object_isLoaded() {
    assertThat(read(Map.of("S3SYNC_RULES", "s3://cfg/a b/rules.json")).rules())
        .extracting(CopyRule::name)
        .containsExactly("s3://cfg/a b/rules.json");
  }

  @Test
  void read_classPath_isLoaded() {
    assertThat(read(Map.of("S3SYNC_RULES", "classpath:config/rules.json")).rules())
        .extracting(CopyRule::name)
        .containsExactly("from-class-path");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\uFEFF", "\n\uFEFF\n", "\uFEFF \r\n"})
  void read_inlineOrFromAFileWithAByteOrderMark_isRead(String start, @TempDir Path folder)
      throws IOException {
    Path file = Files.writeString(folder.resolve("rules.json"), start + JSON);

    for (String rules : List.of(start + JSON, "file:" + file)) {
      assertThat(read(Map.of("S3SYNC_RULES", rules)).rules())
          .extracting(CopyRule::name)
          .containsExactly("r");
    }
  }

  @Test
  void read_file_isLoaded(@TempDir Path folder) throws IOException {
    Path file = Files.writeString(folder.resolve("my rules.json"), "// mine\n" + JSON);

    assertThat(read(Map.of("S3SYNC_RULES", "file:" + file)).rules())
        .extracting(CopyRule::name)
        .containsExactly("r");
  }

  @ParameterizedTest
  @CsvSource({
    "s3://src/prefix/, s3://dst/bdp/{filename}, prefix/sub/a.txt, bdp/a.txt",
    "s3://src/prefix/, s3://dst/bdp/, prefix/sub/a.txt, bdp/sub/a.txt",
    "s3://src/prefix/, s3://dst, prefix/sub/a.txt, sub/a.txt",
    "s3://src, s3://dst/bdp/, a b+c%20, bdp/a b+c%20",
    "s3://src/, s3://dst/, a, a",
    "s3://src/p/, s3://dst/{{x}}/, p/a, {x}/a",
    "s3://src/p/, s3://dst/{{{key}}}, p/a, {p/a}"
  })
  void read_sourceAndDestination_isOneRule(
      String source, String destination, String key, String replica) {
    CopyRules rules = read(Map.of("S3SYNC_SOURCE", source, "S3SYNC_DESTINATION", destination));

    assertThat(rules.rules()).hasSize(1);
    CopyRule rule = rules.rules().get(0);
    assertThat(rule.name()).isEqualTo("default");
    assertThat(rule.sourceBucket()).isEqualTo("src");
    assertThat(rule.filter().accepts(SourceObject.of("src", key))).isTrue();
    assertThat(rule.destinations()).hasSize(1);
    assertThat(rule.destinations().get(0).bucket()).isEqualTo("dst");
    assertThat(rule.destinations().get(0).key().map(SourceObject.of("src", key)))
        .isEqualTo(replica);
    assertThat(rule.options().acl()).isEqualTo("bucket-owner-full-control");
    assertThat(rule.options().tags()).isTrue();
  }

  @Test
  void read_aclTagsAndTwoWay_areOptionsOfTheOneRule() {
    CopyRules rules =
        read(
            Map.of(
                "S3SYNC_SOURCE", "s3://src",
                "S3SYNC_DESTINATION", "s3://dst",
                "S3SYNC_ACL", "none",
                "S3SYNC_TAGS", "false",
                "S3SYNC_SKIP_EQUAL", "true",
                "S3SYNC_VERIFY", "false",
                "S3SYNC_TWO_WAY", "true"));

    assertThat(rules.rules().get(0).options().acl()).isNull();
    assertThat(rules.rules().get(0).options().tags()).isFalse();
    assertThat(rules.rules().get(0).options().twoWay()).isTrue();
    assertThat(rules.rules().get(0).options().skipEqual()).isTrue();
    assertThat(rules.rules().get(0).options().verify()).isFalse();
  }

  @Test
  void read_roleOfTheDestination_isTheRules() {
    Destination destination =
        read(Map.of(
                "S3SYNC_SOURCE", "s3://src",
                "S3SYNC_DESTINATION", "s3://dst",
                "S3SYNC_DESTINATION_ROLE_ARN", "arn:aws:iam::222222222222:role/replica",
                "S3SYNC_DESTINATION_EXTERNAL_ID", "partner-4711",
                "S3SYNC_DESTINATION_CREDENTIALS", "partner",
                "S3SYNC_DESTINATION_ENDPOINT", "aws"))
            .rules()
            .get(0)
            .destinations()
            .get(0);

    assertThat(destination.role())
        .isEqualTo(
            Role.of("arn:aws:iam::222222222222:role/replica").withExternalId("partner-4711"));
    assertThat(destination.credentials()).isEqualTo("partner");
    assertThat(destination.endpoint()).isEqualTo("aws");
  }

  @Test
  void read_blankVariable_isNotSet() {
    CopyRules rules =
        read(
            Map.of(
                "S3SYNC_RULES", "",
                "S3SYNC_ACL", " ",
                "S3SYNC_SOURCE", "s3://src",
                "S3SYNC_DESTINATION", "s3://dst"));

    assertThat(rules.rules()).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "A=b | S3SYNC_RULES is not set, expected S3SYNC_RULES, or both S3SYNC_SOURCE"
            + " (s3://bucket/prefix) and S3SYNC_DESTINATION (s3://bucket/key)",
        "S3SYNC_SOURCE=s3://src | S3SYNC_DESTINATION is not set, expected it together with"
            + " S3SYNC_SOURCE",
        "S3SYNC_DESTINATION=s3://dst | S3SYNC_SOURCE is not set, expected it together with"
            + " S3SYNC_DESTINATION",
        "S3SYNC_RULES={} S3SYNC_SOURCE=s3://src | S3SYNC_SOURCE is set together with S3SYNC_RULES,"
            + " expected S3SYNC_RULES, or both S3SYNC_SOURCE (s3://bucket/prefix) and"
            + " S3SYNC_DESTINATION (s3://bucket/key)",
        "S3SYNC_RULES={} S3SYNC_ACL=none | S3SYNC_ACL is set together with S3SYNC_RULES, expected"
            + " the option acl in the rules",
        "S3SYNC_SOURCE=s3://src S3SYNC_DESTINATION=s3://dst S3SYNC_SOURCE_KEY_ENCODING=forms |"
            + " S3SYNC_SOURCE_KEY_ENCODING is 'forms', did you mean form? Expected one of form,"
            + " percent, verbatim",
        "S3SYNC_RULES={} S3SYNC_SOURCE_KEY_ENCODING=form | S3SYNC_SOURCE_KEY_ENCODING is set"
            + " together with S3SYNC_RULES, expected source.keyEncoding in the rules",
        "S3SYNC_SOURCE=s3://src S3SYNC_DESTINATION=s3://dst S3SYNC_SOURCE_OWNER=12 |"
            + " S3SYNC_SOURCE_OWNER is '12': source.owner is '12', expected a 12-digit account ID",
        "S3SYNC_SOURCE=s3://src S3SYNC_DESTINATION=s3://dst S3SYNC_DESTINATION_REGION=Seoul |"
            + " S3SYNC_DESTINATION_REGION is 'Seoul', expected one such as eu-west-1",
        "S3SYNC_RULES={} S3SYNC_DESTINATION_OWNER=111111111111 | S3SYNC_DESTINATION_OWNER is set"
            + " together with S3SYNC_RULES, expected destination.expectedOwner in the rules",
        "S3SYNC_RULES={} S3SYNC_DESTINATION_EXTERNAL_ID=partner | S3SYNC_DESTINATION_EXTERNAL_ID is"
            + " set together with S3SYNC_RULES, expected destination.role.externalId in the rules",
        "S3SYNC_SOURCE=s3://src S3SYNC_DESTINATION=s3://dst S3SYNC_DESTINATION_EXTERNAL_ID=partner"
            + " | S3SYNC_DESTINATION_ROLE_ARN is not set, expected it together with"
            + " S3SYNC_DESTINATION_EXTERNAL_ID",
        "S3SYNC_SOURCE=s3://src S3SYNC_DESTINATION=s3://dst S3SYNC_DESTINATION_SESSION_NAME=nightly"
            + " | S3SYNC_DESTINATION_ROLE_ARN is not set, expected it together with"
            + " S3SYNC_DESTINATION_SESSION_NAME",
        "S3SYNC_SOURCE=s3://src S3SYNC_DESTINATION=s3://dst S3SYNC_DESTINATION_ROLE_ARN=replica |"
            + " S3SYNC_DESTINATION_ROLE_ARN is 'replica', expected a role's ARN such as"
            + " arn:aws:iam::222222222222:role/replica",
        "S3SYNC_SOURCE=s3://src S3SYNC_DESTINATION=s3://dst"
            + " S3SYNC_DESTINATION_ROLE_ARN=arn:aws:iam::222222222222:role/replica"
            + " S3SYNC_DESTINATION_EXTERNAL_ID=partner#1 | S3SYNC_DESTINATION_EXTERNAL_ID is"
            + " malformed, expected 2 to 1224 letters, digits and _+=,.@:/-",
        "S3SYNC_SOURCE=s3://src S3SYNC_DESTINATION=s3://dst"
            + " S3SYNC_DESTINATION_ENDPOINT=https://me:hush@store | S3SYNC_DESTINATION_ENDPOINT"
            + " contains a user name or password, which would not be used, expected an address"
            + " without them",
        "S3SYNC_SOURCE=s3://src S3SYNC_DESTINATION=s3://dst"
            + " S3SYNC_SOURCE_ROLE_ARN=arn:aws:iam::222222222222:role/r | S3SYNC_SOURCE_ROLE_ARN is"
            + " set, expected it only together with the option transfer 'stream': a server-side"
            + " copy is made by the destination's principal",
        "S3SYNC_SOURCE=s3://src S3SYNC_DESTINATION=s3://dst S3SYNC_TRANSFER=streams |"
            + " S3SYNC_TRANSFER is 'streams', did you mean stream? Expected one of server-side,"
            + " stream",
        "S3SYNC_RULES={} S3SYNC_TAGS=true | S3SYNC_TAGS is set together with S3SYNC_RULES, expected"
            + " the option tags in the rules",
        "S3SYNC_SUORCE=s3://src | "
            + "S3SYNC_SUORCE is an unknown variable, did you mean S3SYNC_SOURCE? "
            + "Expected one of S3SYNC_RULES, S3SYNC_SOURCE, S3SYNC_DESTINATION, "
            + "S3SYNC_ACL, S3SYNC_TAGS, S3SYNC_TWO_WAY, S3SYNC_SKIP_EQUAL, S3SYNC_VERIFY, "
            + "S3SYNC_TRANSFER, "
            + "S3SYNC_SOURCE_OWNER, S3SYNC_DESTINATION_OWNER, S3SYNC_CONCURRENCY, "
            + "S3SYNC_MULTIPART_THRESHOLD_BYTES, S3SYNC_PART_SIZE_BYTES, "
            + "S3SYNC_STREAM_PA … "
            + "SYNC_HEALTH_PORT, S3SYNC_SOURCE_CREDENTIALS, S3SYNC_SOURCE_ENDPOINT, "
            + "S3SYNC_SOURCE_REGION, S3SYNC_SOURCE_ROLE_ARN, S3SYNC_SOURCE_EXTERNAL_ID, "
            + "S3SYNC_SOURCE_SESSION_NAME, S3SYNC_DESTINATION_CREDENTIALS, "
            + "S3SYNC_DESTINATION_ENDPOINT, S3SYNC_DESTINATION_REGION, "
            + "S3SYNC_DESTINATION_ROLE_ARN, S3SYNC_DESTINATION_EXTERNAL_ID, "
            + "S3SYNC_DESTINATION_SESSION_NAME",
        "S3SYNC_RULES={} | S3SYNC_RULES: $.rules is missing, expected an array of rules",
        "S3SYNC_RULES=rules.json | S3SYNC_RULES is 'rules.json', expected rules as JSON,"
            + " s3://bucket/key, file:path or classpath:name",
        "S3SYNC_RULES=s3://cfg | S3SYNC_RULES is 's3://cfg', expected rules as JSON,"
            + " s3://bucket/key, file:path or classpath:name",
        "S3SYNC_RULES=s3://cfg/missing | S3SYNC_RULES is 's3://cfg/missing', which cannot be read:"
            + " s3://cfg/missing is not there",
        "S3SYNC_RULES=s3://cfg/bad | S3SYNC_RULES (s3://cfg/bad): $.rules is [], expected at least"
            + " one element",
        "S3SYNC_RULES=classpath:x.json | S3SYNC_RULES is 'classpath:x.json', which cannot be read:"
            + " the class path has no such resource",
        "S3SYNC_RULES=classpath:config/not-utf-8.json | S3SYNC_RULES is"
            + " 'classpath:config/not-utf-8.json', which cannot be read: the content is not UTF-8",
        "S3SYNC_RULES=file:/no/such.json | S3SYNC_RULES is 'file:/no/such.json', which cannot be"
            + " read: the file does not exist",
        "S3SYNC_RULES=file:/ | S3SYNC_RULES is 'file:/', which cannot be read: Is a directory",
        "S3SYNC_SOURCE=src/p S3SYNC_DESTINATION=s3://dst | S3SYNC_SOURCE is 'src/p', which is not"
            + " of the form s3://bucket/key",
        "S3SYNC_SOURCE=s3://a S3SYNC_DESTINATION=s3://dst | S3SYNC_SOURCE is 's3://a':"
            + " source.bucket is 'a', expected a bucket name: 3 to 63 lower-case letters,"
            + " digits, dots and hyphens",
        "S3SYNC_SOURCE=s3://src S3SYNC_DESTINATION=s3://d/ | S3SYNC_DESTINATION is 's3://d/':"
            + " destination.bucket is 'd', expected a bucket name: 3 to 63 lower-case letters,"
            + " digits, dots and hyphens",
        "S3SYNC_SOURCE=s3://src/p/ S3SYNC_DESTINATION=s3://dst/bdp | S3SYNC_DESTINATION is"
            + " 's3://dst/bdp', which gives every object the same key, expected a placeholder such"
            + " as {filename}, or a '/' at the end",
        "S3SYNC_SOURCE=s3://src/p/ S3SYNC_DESTINATION=s3://dst/{file} | S3SYNC_DESTINATION is"
            + " 's3://dst/{file}': key template '{file}' names {file}, expected {key}, {path},"
            + " {filename}, {basename}, {extension}, {bucket}, {date:...}",
        "S3SYNC_SOURCE=s3://src/p/ S3SYNC_DESTINATION=s3://src/p/x/ | S3SYNC_DESTINATION is"
            + " 's3://src/p/x/': destinations would lead back to the rule's own source ('default'"
            + " -> 'default'), expected another bucket, or keys that no rule in the loop accepts: a"
            + " separate prefix or an excluded prefix; or, for two rules that map each other's keys"
            + " back unchanged, the option twoWay on both",
        "S3SYNC_SOURCE=s3://src S3SYNC_DESTINATION=s3://dst/{filename} S3SYNC_TWO_WAY=true |"
            + " S3SYNC_TWO_WAY is 'true': options.twoWay is true together with the key"
            + " '{filename}', which no rule can map back to each source's key, expected a mapping"
            + " such as same, under or replacePrefix",
        "S3SYNC_RULES={} S3SYNC_TWO_WAY=true | S3SYNC_TWO_WAY is set together with S3SYNC_RULES,"
            + " expected the option twoWay in the rules",
        "S3SYNC_SOURCE=s3://src S3SYNC_DESTINATION=s3://dst S3SYNC_ACL=privat | S3SYNC_ACL is"
            + " 'privat', did you mean private? Expected one of private, public-read,"
            + " public-read-write, authenticated-read, aws-exec-read, bucket-owner-read,"
            + " bucket-owner-full-control, none",
        "S3SYNC_SOURCE=s3://src S3SYNC_DESTINATION=s3://dst S3SYNC_TAGS=yes | S3SYNC_TAGS is"
            + " 'yes', expected one of true, false"
      })
  void read_wrongVariables_saysWhich(String assignments, String message) {
    Map<String, String> variables = new HashMap<>();
    for (String assignment : assignments.split(" ", -1)) {
      String[] parts = assignment.split("=", 2);
      variables.put(parts[0], parts[1]);
    }

    assertThatExceptionOfType(InvalidConfigException.class)
        .isThrownBy(() -> read(variables))
        .withMessage(message);
  }

  @Test
  void read_streamingRule_hasBothSides() {
    CopyRule rule =
        read(Map.of(
                "S3SYNC_SOURCE", "s3://data/in/",
                "S3SYNC_DESTINATION", "s3://data/in/",
                "S3SYNC_TRANSFER", "stream",
                "S3SYNC_SOURCE_REGION", "eu-west-1",
                "S3SYNC_SOURCE_ROLE_ARN", "arn:aws:iam::222222222222:role/reader",
                "S3SYNC_SOURCE_EXTERNAL_ID", "partner",
                "S3SYNC_SOURCE_CREDENTIALS", "there",
                "S3SYNC_SOURCE_ENDPOINT", "aws",
                "S3SYNC_DESTINATION_ENDPOINT", "https://store.example.com"))
            .rules()
            .get(0);

    assertThat(rule.options().transfer()).isEqualTo(TransferMode.STREAM);
    assertThat(rule.sourceAccess())
        .isEqualTo(
            Access.OWN
                .withRegion("eu-west-1")
                .withRole(
                    Role.of("arn:aws:iam::222222222222:role/reader").withExternalId("partner"))
                .withCredentials("there")
                .withEndpoint("aws"));
    assertThat(rule.destinations().get(0).endpoint()).isEqualTo("https://store.example.com");
  }

  @Test
  void read_fileThatChanges_isReadAgain(@TempDir Path folder) throws IOException {
    Path file = Files.writeString(folder.resolve("rules.json"), JSON);
    VariableRules rules = rules(Map.of("S3SYNC_RULES", "file:" + file));
    LoadedRules first = rules.read(Deadline.none());
    assertThat(first.origin())
        .isEqualTo(
            "file:"
                + file
                + ", SHA-256 9a5d18c606bb1fa51e7c28f993bf8098576f9c72e2e3b1f4eaa5fcbf3f32867a");
    assertThat(rules.read(Deadline.none())).isSameAs(first);

    Files.writeString(file, "{");
    assertThatExceptionOfType(InvalidConfigException.class)
        .isThrownBy(() -> rules.read(Deadline.none()));
    Files.writeString(file, JSON);
    assertThat(rules.read(Deadline.none())).isSameAs(first);
    Files.writeString(file, JSON.replace("\"r\"", "\"s\""));

    LoadedRules second = rules.read(Deadline.none());
    assertThat(second.rules().rules()).extracting(CopyRule::name).containsExactly("s");
    assertThat(second.origin()).isNotEqualTo(first.origin());
  }

  @Test
  void read_objectThatIsNotModified_isNotParsedAgain() {
    Map<String, String> variables = Map.of("S3SYNC_RULES", "s3://cfg/rules.json");
    List<String> asked = new ArrayList<>();
    VariableRules rules =
        new VariableRules(
            new RuleVariables(
                new Variables(variables),
                (object, eTag, deadline) -> {
                  asked.add(String.valueOf(eTag));
                  return eTag == null ? new TextObject.Content(JSON, "\"1\"") : null;
                }));

    LoadedRules first = rules.read(Deadline.none());

    assertThat(first.origin()).startsWith("s3://cfg/rules.json, eTag \"1\", SHA-256 ");
    assertThat(rules.read(Deadline.none())).isSameAs(first);
    assertThat(asked).containsExactly("null", "\"1\"");
  }

  @Test
  void origin_twoVariables_changesWithEachOfThem() {
    Map<String, String> two =
        new HashMap<>(Map.of("S3SYNC_SOURCE", "s3://src", "S3SYNC_DESTINATION", "s3://dst"));
    String origin = rules(two).read(Deadline.none()).origin();
    two.put("S3SYNC_CONCURRENCY", "1");
    assertThat(rules(two).read(Deadline.none()).origin())
        .isEqualTo(origin)
        .startsWith("S3SYNC_SOURCE and S3SYNC_DESTINATION, SHA-256 ");
    two.put("S3SYNC_TAGS", "false");
    assertThat(rules(two).read(Deadline.none()).origin()).isNotEqualTo(origin);
  }

  private static VariableRules rules(Map<String, String> variables) {
    return new VariableRules(
        new RuleVariables(
            new Variables(variables),
            (object, eTag, deadline) -> new TextObject.Content(object(object), "\"1\"")));
  }

  private static CopyRules read(Map<String, String> variables) {
    return new RuleVariables(
            new Variables(variables),
            (object, eTag, deadline) -> new TextObject.Content(object(object), "\"1\""))
        .read();
  }

  private static String object(ObjectRef object) {
    return switch (object.key()) {
      case "missing" -> throw new UncheckedIOException(object + " is not there", new IOException());
      case "bad" -> "{\"rules\": []}";
      default -> JSON.replace("\"r\"", '"' + object.toString() + '"');
    };
  }
}
