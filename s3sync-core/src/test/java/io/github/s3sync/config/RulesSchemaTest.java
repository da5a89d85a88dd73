package io.github.s3sync.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.InputFormat;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import io.github.s3sync.destination.Role;
import io.github.s3sync.option.CopyOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Checks that the published schema and the reader agree. */
class RulesSchemaTest {

  private static final Path FILE = Path.of("..", "docs", "rules.schema.json");
  private static final String SOURCE = "{'bucket': 'src'}";
  private static final String DELETING = "{'bucket': 'src', 'events': ['CREATED', 'REMOVED']}";
  private static final String STREAM = "{'transfer': 'stream'}";
  private static final String DESTINATION = "{'bucket': 'dst'}";

  private static JsonNode json;
  private static JsonSchema schema;

  @BeforeAll
  static void readSchema() throws IOException {
    json = new ObjectMapper().readTree(Files.readString(FILE));
    schema = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012).getSchema(json);
  }

  static Stream<String> good() {
    return Stream.of(
            Stream.of(
                "{'$schema': 'x', 'rules': [%s]}".formatted(rule(SOURCE, DESTINATION, "{}")),
                "{'rules': [%s]}".formatted(rule(DELETING, DESTINATION, "{'overwrite': true}")),
                "{'rules': [{'name': 'r', 'source': {'bucket': 'src'}, 'destinations':"
                    + " [{'bucket': 'dst'}, {'bucket': 'dst2'}]}]}"),
            streaming(
                "'region': 'us-gov-west-1'",
                "'role': {'arn': 'arn:aws:iam::222222222222:role/replica', 'externalId': 'ab'}",
                "'credentials': 'partner one', 'endpoint': 'aws'",
                "'endpoint': 'https://store.example.com'"),
            sources(
                "'prefix': ''",
                "'prefix': '한국어 +%/'",
                "'suffix': '.txt'",
                "'glob': 'a/**/[!b-c]?{d,e}'",
                "'regex': '(?<a>.*)'",
                "'excludePrefixes': []",
                "'excludePrefixes': ['a/', 'b/']",
                "'minSizeBytes': 0, 'maxSizeBytes': 9223372036854775807",
                "'events': ['RESTORED', 'CREATED']",
                "'events': ['CREATED', 'REMOVED']",
                "'expectedOwner': '000000000000'",
                "'keyEncoding': 'form'",
                "'keyEncoding': 'percent'",
                "'keyEncoding': 'verbatim'"),
            destinations(
                "'region': 'us-gov-west-1'",
                "'expectedOwner': '000000000000'",
                "'role': {'arn': 'arn:aws:iam::222222222222:role/replica'}",
                "'role': {'arn': 'arn:aws-us-gov:iam::222222222222:role/service-role/a/b+=,.@-_1',"
                    + " 'externalId': 'a:/+=,.@-_1', 'sessionName': 'a+=,.@-_1'}",
                "'role': {'arn': 'arn:aws-cn:iam::222222222222:role/r', 'externalId': '%s'}"
                    .formatted("e".repeat(1224)),
                "'credentials': 'partner one'",
                "'endpoint': 'aws'",
                "'endpoint': 'https://store.example.com'",
                "'endpoint': 'http://127.0.0.1:9000/s3/'",
                "'endpoint': 'http://[::1]:9000'",
                "'endpoint': 'http://store:65535/s3'",
                "'region': 'auto'",
                "'region': 'RegionOne'",
                "'key': '{key}'",
                "'key': 'a{{b}}/{date:yyyy/MM/dd}/{filename}'",
                "'key': 'constant.json'",
                "'key': {'same': true}",
                "'key': {'under': 'p/'}",
                "'key': {'replacePrefix': {'from': '', 'to': 'a/'}}",
                "'key': {'flatten': ''}"),
            Stream.of(
                    "{'bucket': 'arn:aws:s3:eu-west-1:111122223333:accesspoint/ap'}",
                    "{'bucket': 'Old_Bucket.name'}")
                .map(to -> "{'rules': [%s]}".formatted(rule(SOURCE, to, "{}"))),
            OptionFields.ACLS.stream().map("{'acl': '%s'}"::formatted).flatMap(o -> options(o)),
            OptionFields.CHECKSUMS.stream()
                .map("{'checksumAlgorithm': '%s'}"::formatted)
                .flatMap(o -> options(o)),
            OptionFields.ALGORITHMS.stream()
                .map("{'encryption': {'algorithm': '%s', 'bucketKey': false}}"::formatted)
                .flatMap(o -> options(o)),
            OptionFields.MODES.stream()
                .map("{'objectLock': {'mode': '%s', 'retention': 'P1DT2H'}}"::formatted)
                .flatMap(o -> options(o)),
            options(
                "{'tags': false, 'overwrite': false, 'requestPayer': true}",
                "{'storageClass': 'STANDARD_IA', 'keepStorageClass': false}",
                "{'keepStorageClass': true, 'keepWebsiteRedirect': true}",
                "{'encryption': {'algorithm': 'aws:kms', 'kmsKeyId': 'k'}}",
                "{'objectLock': {}}",
                "{'objectLock': {'legalHold': true}}",
                "{'transfer': 'server-side'}",
                "{'transfer': 'stream'}",
                "{'recheckAfter': 'PT0S'}",
                "{'recheckAfter': 'P1DT1H1M1.5S'}",
                "{'twoWay': true}",
                "{'unattributedDeletes': false}",
                "{'twoWay': true, 'unattributedDeletes': true}"))
        .flatMap(documents -> documents);
  }

  static Stream<String> bad() {
    return Stream.of(
            Stream.of(
                "5",
                "{}",
                "{'rules': null}",
                "{'rules': []}",
                "{'rules': [5]}",
                "{'rules': [%s], 'x': 1}".formatted(rule(SOURCE, DESTINATION, "{}")),
                "{'$schema': 5, 'rules': [%s]}".formatted(rule(SOURCE, DESTINATION, "{}")),
                "{'rules': [{'source': {'bucket': 'src'}, 'destination': {'bucket': 'dst'}}]}",
                "{'rules': [{'name': 'r', 'destination': {'bucket': 'dst'}}]}",
                "{'rules': [{'name': 'r', 'source': {'bucket': 'src'}}]}",
                "{'rules': [{'name': 'r', 'source': {'bucket': 'src'}, 'destinations': []}]}",
                "{'rules': [{'name': 'r', 'source': {'bucket': 'src'}, 'destinations': {}}]}",
                "{'rules': [{'name': 'r', 'source': {'bucket': 'src'}, 'destinations':"
                    + " [{'bucket': 'dst'}], 'destination': {'bucket': 'dst'}}]}",
                "{'rules': [%s]}".formatted(rule(DELETING, DESTINATION, "{'overwrite': false}")),
                "{'rules': [%s]}".formatted(rule(SOURCE, DESTINATION, "{}").replace("'r'", "' '"))),
            Stream.of("{}", "{'bucket': 5}", "{'bucket': 'a'}", "{'bucket': '1.2.3.4'}")
                .map(from -> "{'rules': [%s]}".formatted(rule(from, DESTINATION, "{}"))),
            Stream.of("{}", "{'bucket': 5}", "{'bucket': 'a..b'}", "{'bucket': 's3://dst'}")
                .map(to -> "{'rules': [%s]}".formatted(rule(SOURCE, to, "{}"))),
            sources(
                "'x': 1",
                "'prefix': null",
                "'prefix': '%s'".formatted("p".repeat(1025)),
                "'suffix': 1",
                "'glob': 1",
                "'glob': ''",
                "'glob': '%s'".formatted("g".repeat(4097)),
                "'regex': 1",
                "'regex': ''",
                "'regex': '%s'".formatted("r".repeat(4097)),
                "'excludePrefixes': 'a/'",
                "'excludePrefixes': [1]",
                "'excludePrefixes': ['']",
                "'minSizeBytes': -1",
                "'maxSizeBytes': '5'",
                "'maxSizeBytes': 9223372036854775808",
                "'minSizeBytes': 1.5",
                "'events': []",
                "'events': ['CREATED', 'CREATED']",
                "'events': ['REMOVED']",
                "'events': ['REMOVED', 'RESTORED']",
                "'events': ['OTHER']",
                "'events': 'CREATED'",
                "'expectedOwner': '1'",
                "'keyEncoding': 'FORM'",
                "'keyEncoding': ['form']",
                "'expectedOwner': 111122223333",
                "'region': 'eu-west-1'",
                "'role': {'arn': 'arn:aws:iam::222222222222:role/replica'}",
                "'credentials': 'partner'",
                "'endpoint': 'aws'"),
            streaming(
                "'region': 'EU'",
                "'role': {}",
                "'role': {'arn': 'arn:aws:iam::22222222222:role/replica'}",
                "'credentials': ' '",
                "'endpoint': 'https://me:hush@store'"),
            destinations(
                "'x': 1",
                "'role': 'arn:aws:iam::222222222222:role/replica'",
                "'role': {}",
                "'role': {'arn': 5}",
                "'role': {'arn': 'arn:aws:iam::22222222222:role/replica'}",
                "'role': {'arn': 'arn:aws:iam::222222222222:user/replica'}",
                "'role': {'arn': 'arn:aws:sts::222222222222:assumed-role/replica/s3sync'}",
                "'role': {'arn': 'arn:aws:iam::222222222222:role/'}",
                "'role': {'arn': 'arn:aws:iam::222222222222:role/%s'}".formatted("r".repeat(65)),
                "'role': {'arn': 'arn:aws:iam::222222222222:role/r', 'x': 1}",
                "'role': {'arn': 'arn:aws:iam::222222222222:role/r', 'externalId': 'e'}",
                "'role': {'arn': 'arn:aws:iam::222222222222:role/r', 'externalId': 'a b'}",
                "'role': {'arn': 'arn:aws:iam::222222222222:role/r', 'externalId': '%s'}"
                    .formatted("e".repeat(1225)),
                "'role': {'arn': 'arn:aws:iam::222222222222:role/r', 'sessionName': 's'}",
                "'role': {'arn': 'arn:aws:iam::222222222222:role/r', 'sessionName': 'a/b'}",
                "'role': {'arn': 'arn:aws:iam::222222222222:role/r', 'sessionName': '%s'}"
                    .formatted("s".repeat(65)),
                "'credentials': ' '",
                "'credentials': {'accessKey': 'a'}",
                "'endpoint': ''",
                "'endpoint': 'AWS'",
                "'endpoint': 'store.example.com'",
                "'endpoint': 'ftp://store'",
                "'endpoint': 'https://'",
                "'endpoint': 'https://me:hush@store'",
                "'endpoint': 'https://store?a=b'",
                "'endpoint': 'https://store:65536'",
                "'endpoint': 'https://store:0'",
                "'endpoint': 'https://[::1]:99999/a'",
                "'region': 'EU'",
                "'region': 'EU-WEST-1'",
                "'region': 'eu west 1'",
                "'expectedOwner': '1'",
                "'key': null",
                "'key': ''",
                "'key': 'bdp/'",
                "'key': 'same'",
                "'key': 'under'",
                "'key': 'flatten'",
                "'key': 'replacePrefix'",
                "'key': 'bdp{{/'",
                "'key': '{'",
                "'key': 'a}b'",
                "'key': '{}'",
                "'key': {}",
                "'key': {'x': ''}",
                "'key': {'same': false}",
                "'key': {'same': true, 'under': 'p/'}",
                "'key': {'under': 1}",
                "'key': {'flatten': null}",
                "'key': {'replacePrefix': {'from': 'a/'}}",
                "'key': {'replacePrefix': {'from': 'a/', 'to': 1}}",
                "'key': {'replacePrefix': {'from': 'a/', 'to': '', 'x': ''}}"),
            options(
                "[]",
                "{'x': 1}",
                "{'acl': 'owner'}",
                "{'acl': null}",
                "{'tags': 'true'}",
                "{'overwrite': 1}",
                "{'storageClass': 'standard'}",
                "{'storageClass': 'STANDARD_IA', 'keepStorageClass': true}",
                "{'keepStorageClass': 0}",
                "{'keepWebsiteRedirect': ''}",
                "{'encryption': 'AES256'}",
                "{'encryption': {}}",
                "{'encryption': {'algorithm': 'kms'}}",
                "{'encryption': {'algorithm': 'AES256', 'kmsKeyId': 'k'}}",
                "{'encryption': {'algorithm': 'AES256', 'bucketKey': true}}",
                "{'encryption': {'algorithm': 'aws:kms:dsse', 'bucketKey': true}}",
                "{'encryption': {'algorithm': 'aws:kms', 'bucketKey': 'yes'}}",
                "{'encryption': {'algorithm': 'aws:kms', 'x': 1}}",
                "{'checksumAlgorithm': 'MD4'}",
                "{'objectLock': {'mode': 'GOVERNANCE'}}",
                "{'objectLock': {'retention': 'P1D'}}",
                "{'objectLock': {'mode': 'SOFT', 'retention': 'P1D'}}",
                "{'objectLock': {'mode': 'GOVERNANCE', 'retention': 'PT0S'}}",
                "{'objectLock': {'legalHold': 'ON'}}",
                "{'objectLock': {'x': 1}}",
                "{'requestPayer': 'requester'}",
                "{'transfer': 'STREAM'}",
                "{'transfer': true}",
                "{'recheckAfter': '1s'}",
                "{'recheckAfter': 'P'}",
                "{'recheckAfter': 'PT'}",
                "{'recheckAfter': 'PT-1S'}",
                "{'recheckAfter': 'P1M'}",
                "{'twoWay': 'yes'}",
                "{'unattributedDeletes': 'yes'}",
                "{'unattributedDeletes': true}",
                "{'twoWay': false, 'unattributedDeletes': true}"))
        .flatMap(documents -> documents);
  }

  @ParameterizedTest
  @MethodSource("good")
  void schemaAndReader_goodDocument_bothTakeIt(String document) {
    String text = document.replace('\'', '"');

    assertThat(schema.validate(text, InputFormat.JSON)).isEmpty();
    assertThatNoException().isThrownBy(() -> new RulesReader().read(text));
  }

  @ParameterizedTest
  @MethodSource("bad")
  void schemaAndReader_badDocument_bothRefuseIt(String document) {
    String text = document.replace('\'', '"');

    assertThat(schema.validate(text, InputFormat.JSON)).isNotEmpty();
    assertThat(catchThrowable(() -> new RulesReader().read(text)))
        .isExactlyInstanceOf(InvalidConfigException.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "'prefix': 'a/', 'excludePrefixes': ['a/']",
        "'minSizeBytes': 5, 'maxSizeBytes': 3",
        "'regex': '('",
        "'prefix': '\\ud800'",
        "'glob': '['"
      })
  void reader_whatNoSchemaCanSay_isRefused(String fields) {
    String text = sources(fields).findFirst().orElseThrow().replace('\'', '"');

    assertThat(catchThrowable(() -> new RulesReader().read(text)))
        .isExactlyInstanceOf(InvalidConfigException.class);
  }

  static Stream<Arguments> objects() {
    return Stream.of(
        Arguments.of("", RulesReader.ROOT),
        Arguments.of("/$defs/rule", RuleFields.RULE),
        Arguments.of("/$defs/source", RuleFields.SOURCE),
        Arguments.of("/$defs/destination", DestinationFields.DESTINATION),
        Arguments.of("/$defs/role", DestinationFields.ROLE),
        Arguments.of("/$defs/mapping", DestinationFields.MAPPINGS),
        Arguments.of("/$defs/mapping/properties/replacePrefix", DestinationFields.REPLACE_PREFIX),
        Arguments.of("/$defs/options", OptionFields.OPTIONS),
        Arguments.of("/$defs/encryption", OptionFields.ENCRYPTION),
        Arguments.of("/$defs/objectLock", OptionFields.OBJECT_LOCK));
  }

  @ParameterizedTest
  @MethodSource("objects")
  void schema_fields_areTheReaders(String pointer, List<String> fields) {
    JsonNode object = json.at(pointer);

    assertThat(object.path("properties").fieldNames())
        .toIterable()
        .containsExactlyElementsOf(fields);
    assertThat(object.path("additionalProperties").isBoolean()).isTrue();
  }

  static Stream<Arguments> words() {
    return Stream.of(
        Arguments.of("/$defs/source/properties/events/items", RuleFields.EVENTS),
        Arguments.of("/$defs/options/properties/acl", OptionFields.ACLS),
        Arguments.of("/$defs/options/properties/checksumAlgorithm", OptionFields.CHECKSUMS),
        Arguments.of("/$defs/options/properties/transfer", OptionFields.TRANSFERS),
        Arguments.of("/$defs/encryption/properties/algorithm", OptionFields.ALGORITHMS),
        Arguments.of("/$defs/objectLock/properties/mode", OptionFields.MODES));
  }

  @ParameterizedTest
  @MethodSource("words")
  void schema_words_areTheReaders(String pointer, List<String> words) {
    assertThat(json.at(pointer).path("enum"))
        .extracting(JsonNode::textValue)
        .containsExactlyElementsOf(words);
  }

  @Test
  void schema_defaults_areTheBuilders() {
    CopyOptions defaults = CopyOptions.defaults();
    JsonNode options = json.at("/$defs/options/properties");

    assertThat(options.at("/acl/default").textValue()).isEqualTo(defaults.acl());
    assertThat(options.at("/tags/default").booleanValue()).isEqualTo(defaults.tags());
    assertThat(options.at("/overwrite/default").booleanValue()).isEqualTo(defaults.overwrite());
    assertThat(options.at("/keepStorageClass/default").booleanValue())
        .isEqualTo(defaults.keepStorageClass());
    assertThat(options.at("/keepWebsiteRedirect/default").booleanValue())
        .isEqualTo(defaults.keepWebsiteRedirect());
    assertThat(options.at("/requestPayer/default").booleanValue())
        .isEqualTo(defaults.requestPayer());
    assertThat(options.at("/recheckAfter/default").textValue())
        .isEqualTo(defaults.recheckAfter().toString());
    assertThat(options.at("/twoWay/default").booleanValue()).isEqualTo(defaults.twoWay());
    assertThat(options.at("/unattributedDeletes/default").booleanValue())
        .isEqualTo(defaults.unattributedDeletes());
    assertThat(options.at("/transfer/default").textValue()).isEqualTo(defaults.transfer().word());
    assertThat(json.at("/$defs/role/properties/sessionName/default").textValue())
        .isEqualTo(Role.SESSION_NAME);
  }

  @Test
  void schema_everyObject_isComparedWithTheReader() {
    List<String> compared = objects().map(o -> (String) o.get()[0]).toList();

    assertThat(json.findParents("additionalProperties")).hasSameSizeAs(compared);
  }

  private static Stream<String> sources(String... fields) {
    return Stream.of(fields)
        .map(more -> rule("{'bucket': 'src', %s}".formatted(more), DESTINATION, "{}"))
        .map("{'rules': [%s]}"::formatted);
  }

  private static Stream<String> streaming(String... fields) {
    return Stream.of(fields)
        .map(more -> rule("{'bucket': 'src', %s}".formatted(more), DESTINATION, STREAM))
        .map("{'rules': [%s]}"::formatted);
  }

  private static Stream<String> destinations(String... fields) {
    return Stream.of(fields)
        .map(more -> rule(SOURCE, "{'bucket': 'dst', %s}".formatted(more), "{}"))
        .map("{'rules': [%s]}"::formatted);
  }

  private static Stream<String> options(String... options) {
    return Stream.of(options)
        .map(more -> rule(SOURCE, DESTINATION, more))
        .map("{'rules': [%s]}"::formatted);
  }

  private static String rule(String source, String destination, String options) {
    return "{'name': 'r', 'source': %s, 'destination': %s, 'options': %s}"
        .formatted(source, destination, options);
  }
}
