package io.github.s3sync.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RulesReaderErrorsTest {

  private static final String RULE =
      "{'name': 'r', 'source': {'bucket': 'src'}, 'destination': {'bucket': 'dst'}}";

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      delimiter = '|',
      value = {
        "5 | $ is 5, expected an object with the fields $schema, rules",
        "{} | $.rules is missing, expected an array of rules",
        "{'rules': {}} | $.rules is {}, expected an array of rules",
        "{'rules': []} | $.rules is [], expected at least one element",
        "{'rules': [null]} | $.rules[0] is null, expected an object with the fields name, source,"
            + " destinations, destination, options",
        "{'ruels': []} | $.ruels is an unknown field, did you mean rules? Expected one of $schema,"
            + " rules",
        "{'rules': [{'source': {}}]} | $.rules[0].name is missing, expected the rule's name",
        "{'rules': [{'name': 'r'}]} | $.rules[0].source is missing, expected an object with a"
            + " bucket",
        "{'rules': [{'name': 'a\\ud800', 'source': {'bucket': 'src'}, 'destination': {'bucket':"
            + " 'dst'}}]} | $.rules[0].name has an unpaired surrogate at position 1, expected"
            + " Unicode text",
        "{'rules': [{'name': ' ', 'source': {'bucket': 'src'}, 'destination': {'bucket': 'dst'}}]}"
            + " | $.rules[0].name is empty, expected a name",
        "{'rules': [{'name': 'r', 'source': {'bucket': 'src'}}]} | $.rules[0] has neither"
            + " destination nor destinations, expected one of them",
        "{'rules': [{'name': 'r', 'source': {'bucket': 'src'}, 'destination': {}, 'destinations':"
            + " []}]} | $.rules[0] has both destination and destinations, expected one of them"
      })
  void read_wrongStructure_saysWhere(String json, String message) {
    assertRefused(json, message);
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      delimiter = '|',
      value = {
        "{} | .bucket is missing, expected the source bucket's name",
        "{'bucket': 'My Bucket'} | .bucket is 'My Bucket', expected a bucket name: 3 to 63"
            + " lower-case letters, digits, dots and hyphens",
        "{'bucket': 'src', 'prefx': 'a'} | .prefx is an unknown field, did you mean prefix?"
            + " Expected one of bucket, prefix, suffix, glob, regex, excludePrefixes, minSizeBytes,"
            + " maxSizeBytes, events, keyEncoding, expectedOwner, region, role, credentials,"
            + " endpoint",
        "{'bucket': 'src', 'prefix': 5} | .prefix is 5, expected a string",
        "{'bucket': 'src', 'prefix': 'a\\ud800b'} | .prefix has an unpaired surrogate at position"
            + " 1, expected Unicode text",
        "{'bucket': 'src', 'suffix': '\\udc00'} | .suffix has an unpaired surrogate at position 0,"
            + " expected Unicode text",
        "{'bucket': 'src', 'excludePrefixes': ['\\ud83d']} | .excludePrefixes[0] has an unpaired"
            + " surrogate at position 0, expected Unicode text",
        "{'bucket': 'src', 'glob': ''} | .glob is empty and would match no key,"
            + " expected a pattern such as **.csv",
        "{'bucket': 'src', 'regex': ''} | .regex is empty and would match no key, expected an"
            + " expression such as .*\\.csv",
        "{'bucket': 'src', 'glob': '[a'} | .glob is malformed: glob '[a' has '[' without ']'",
        "{'bucket': 'src', 'regex': '(a'} | .regex is malformed: Unclosed group in '(a'",
        "{'bucket': 'src', 'minSizeBytes': -1} | .minSizeBytes is -1, expected a whole number of"
            + " bytes, 0 or more",
        "{'bucket': 'src', 'maxSizeBytes': '5'} | .maxSizeBytes is \"5\", expected a whole number"
            + " of bytes, 0 or more",
        "{'bucket': 'src', 'minSizeBytes': 5, 'maxSizeBytes': 3} | .minSizeBytes is impossible:"
            + " size range 5 to 3 accepts no object",
        "{'bucket': 'src', 'events': ['CREATE']} | .events[0] is \"CREATE\", did you mean CREATED?"
            + " Expected one of CREATED, RESTORED, REMOVED",
        "{'bucket': 'src', 'events': ['REMOVED']} | .events contains REMOVED without CREATED,"
            + " expected both: a source that reappears during a delete must be copied",
        "{'bucket': 'src', 'events': ['CREATED', 'CREATED']} | .events[1] is \"CREATED\", a"
            + " duplicate, expected each kind once",
        "{'bucket': 'src', 'events': 'CREATED'} | .events is \"CREATED\", expected an array of"
            + " CREATED, RESTORED, REMOVED",
        "{'bucket': 'src', 'events': []} | .events is [], expected at least one element",
        "{'bucket': 'src', 'prefix': 'in/a/', 'excludePrefixes': ['in/b/', 'in/']} |"
            + " .excludePrefixes[1] is \"in/\", expected a prefix that does not exclude the whole"
            + " prefix of the rule, 'in/a/'",
        "{'bucket': 'src', 'expectedOwner': '123'} | .expectedOwner is '123', expected a 12-digit"
            + " account ID"
      })
  void read_wrongSource_saysWhichField(String source, String message) {
    assertRefused(
        "{'rules': [{'name': 'r', 'source': %s, 'destination': {'bucket': 'dst'}}]}"
            .formatted(source),
        "$.rules[0].source" + message);
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      delimiter = '|',
      value = {
        "{} | .bucket is missing, expected the destination bucket's name",
        "{'bucket': 'd'} | .bucket is 'd', expected a bucket name: 3 to 63 lower-case letters,"
            + " digits, dots and hyphens",
        "{'bucket': 'dst', 'role': 'arn'} | .role is \"arn\", expected an object with the fields"
            + " arn, externalId, sessionName",
        "{'bucket': 'dst', 'role': {'externalId': 'e'}} | .role.arn is missing, expected the role's"
            + " ARN",
        "{'bucket': 'dst', 'role': {'arn': 'replica'}} | .role.arn is 'replica', expected a role's"
            + " ARN such as arn:aws:iam::222222222222:role/replica",
        "{'bucket': 'dst', 'role': {'arn': 'arn:aws:iam::222222222222:role/r', 'externalId': 'e'}}"
            + " | .role.externalId is malformed, expected 2 to 1224 letters, digits and _+=,.@:/-",
        "{'bucket': 'dst', 'role': {'arn': 'arn:aws:iam::222222222222:role/r', 'sessionName': 5}} |"
            + " .role.sessionName is 5, expected a string",
        "{'bucket': 'dst', 'credentials': ' '} | .credentials is empty, expected a name",
        "{'bucket': 'dst', 'endpoint': 'AWS'} | .endpoint is neither 'aws' nor a URL such as"
            + " https://store.example.com:9000",
        "{'bucket': 'dst', 'region': 'EU'} | .region is 'EU', expected one such as eu-west-1",
        "{'bucket': 'dst', 'expectedOwner': 'x'} | .expectedOwner is 'x', expected a 12-digit"
            + " account ID",
        "{'bucket': 'dst', 'key': 'bdp/'} | .key is \"bdp/\", which gives every object the same"
            + " key, expected a placeholder such as {filename}, or an object with one of the fields"
            + " same, under, replacePrefix, flatten",
        "{'bucket': 'dst', 'key': 'a}b'} | .key is malformed: key template 'a}b' has a '}' without"
            + " '{'; write '}}' for the character itself",
        "{'bucket': 'dst', 'key': 7} | .key is 7, expected a template such as \"bdp/{filename}\","
            + " or an object with one of the fields same, under, replacePrefix, flatten",
        "{'bucket': 'dst', 'key': {}} | .key is {}, expected a template such as"
            + " \"bdp/{filename}\", or an object with one of the fields same, under,"
            + " replacePrefix, flatten",
        "{'bucket': 'dst', 'key': {'flaten': 'a'}} | .key.flaten is an unknown field, did you mean"
            + " flatten? Expected one of same, under, replacePrefix, flatten",
        "{'bucket': 'dst', 'key': {'same': false}} | .key.same is false, expected true",
        "{'bucket': 'dst', 'key': {'under': 1}} | .key.under is 1, expected a string",
        "{'bucket': 'dst', 'key': {'replacePrefix': {'from': 'a'}}} | .key.replacePrefix.to is"
            + " missing, expected the prefix to add"
      })
  void read_wrongDestination_saysWhichOne(String destination, String message) {
    assertRefused(
        "{'rules': [%s, {'name': 's', 'source': {'bucket': 'src'}, 'destinations': [{'bucket':"
                .formatted(RULE)
            + " 'dst'}, %s]}]}".formatted(destination),
        "$.rules[1].destinations[1]" + message);
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      delimiter = '|',
      value = {
        "[] | is [], expected an object with the fields acl, tags, overwrite, skipEqual, verify,"
            + " storageClass, keepStorageClass, keepWebsiteRedirect, encryption, checksumAlgorithm,"
            + " objectLock, requestPayer, recheckAfter, twoWay, unattributedDeletes,"
            + " transfer",
        "{'acl': 'bucket-owner-full-controll'} | .acl is \"bucket-owner-full-controll\", did you"
            + " mean bucket-owner-full-control? Expected one of private, public-read,"
            + " public-read-write, authenticated-read, aws-exec-read, bucket-owner-read,"
            + " bucket-owner-full-control, none",
        "{'tags': 'true'} | .tags is \"true\", expected true or false",
        "{'storageClass': 'cold'} | .storageClass is 'cold', expected a name such as STANDARD_IA",
        "{'storageClass': 'STANDARD_IA', 'keepStorageClass': true} | .storageClass is"
            + " 'STANDARD_IA', expected none together with keepStorageClass",
        "{'checksumAlgorithm': 'crc3c'} | .checksumAlgorithm is \"crc3c\", did you mean CRC32?"
            + " Expected one of CRC32, CRC32C, CRC64NVME, SHA1, SHA256, SHA512, MD5, XXHASH64,"
            + " XXHASH3, XXHASH128",
        "{'recheckAfter': '1s'} | .recheckAfter is \"1s\", expected an ISO 8601 duration such as"
            + " PT1S, PT12H or P30D",
        "{'recheckAfter': 1} | .recheckAfter is 1, expected an ISO 8601 duration such as PT1S,"
            + " PT12H or P30D",
        "{'encryption': {}} | .encryption.algorithm is missing, expected one of AES256, aws:kms,"
            + " aws:kms:dsse",
        "{'encryption': {'algorithm': 'AES256', 'kmsKeyId': 'k'}} | .encryption.kmsKeyId is 'k',"
            + " expected none together with the algorithm AES256",
        "{'objectLock': {'mode': 'GOVERNANCE'}} | .objectLock has only one of mode and retention,"
            + " expected both or none",
        "{'objectLock': {'mode': 'GOVERNANCE', 'retention': 'PT0S'}} | .objectLock.retention is"
            + " PT0S, expected more than 0"
      })
  void read_wrongOptions_saysWhichOne(String options, String message) {
    String at = "$.rules[0].options";
    assertRefused(
        "{'rules': [{'name': 'r', 'source': {'bucket': 'src'}, 'destination': {'bucket': 'dst'},"
            + " 'options': %s}]}".formatted(options),
        message.startsWith(".") ? at + message : at + " " + message);
  }

  @Test
  void read_nameTwice_saysWhereBothStand() {
    assertRefused(
        "{'rules': [%s, %s]}".formatted(RULE, RULE),
        "$.rules[1].name is \"r\", the same as $.rules[0].name, expected unique names");
  }

  @Test
  void read_loop_saysWhichRule() {
    assertRefused(
        "{'rules': [%s, {'name': 'back', 'source': {'bucket': 'dst'}, 'destinations':"
                .formatted(RULE)
            + " [{'bucket': 'src'}]}]}",
        "$.rules[0].destination would lead back to the rule's own source ('r' -> 'back' -> 'r'),"
            + " expected another bucket, or keys that no rule in the loop accepts: a separate"
            + " prefix or an excluded prefix; or, for two rules that map each other's keys back"
            + " unchanged, the option twoWay on both");
  }

  @Test
  void read_sameDestinationTwice_isRefused() {
    assertRefused(
        "{'rules': [{'name': 'r', 'source': {'bucket': 'src'}, 'destinations': [{'bucket': 'dst'},"
            + " {'bucket': 'dst'}]}]}",
        "$.rules[0].destinations contains 'dst' twice with the same keys");
  }

  @Test
  void read_fieldTwice_isRefused() {
    assertRefused(
        "{'rules': [{'name': 'r', 'name': 's'}]}",
        "$.rules[0].name cannot be read: Duplicate field 'name' (line 1, column 32)");
  }

  @Test
  void read_noJson_saysLineAndColumn() {
    assertRefused(
        "{'rules': [\n  {'name': r}]}",
        "$.rules[0].name cannot be read: Unrecognized token 'r': was expecting (JSON String,"
            + " Number, Array, Object or token 'null', 'true' or 'false') (line 2, column 12)");
  }

  @Test
  void read_textBehindTheEnd_isRefused() {
    assertThatExceptionOfType(InvalidConfigException.class)
        .isThrownBy(() -> new RulesReader().read(json("{'rules': [%s]} {}".formatted(RULE))))
        .withMessageStartingWith(
            "$ cannot be read: Trailing token (of type START_OBJECT) found"
                + " after value (line 1, column ");
  }

  @Test
  void read_valueThatJsonDoesNotHave_isRefusedWithoutTheSettingsOfJackson() {
    assertRefused(
        "{'rules': NaN}", "$.rules cannot be read: Non-standard token 'NaN' (line 1, column 14)");
    assertRefused(
        "{'rules': " + "9".repeat(5_000) + "}",
        "$ cannot be read: Number value length (5000) exceeds the maximum allowed (100)");
  }

  @Test
  void read_empty_isRefused() {
    assertRefused("", "$ is empty, expected an object with the fields $schema, rules");
  }

  @Test
  void read_tooDeep_isRefused() {
    assertThatExceptionOfType(InvalidConfigException.class)
        .isThrownBy(() -> new RulesReader().read("[".repeat(RulesReader.MAX_DEPTH + 1)))
        .withMessage(
            "$ cannot be read: Document nesting depth (17) exceeds the maximum allowed (16)");
  }

  @Test
  void read_tooLarge_isRefused() {
    String padded = json("{'rules': [%s]}".formatted(RULE)) + " ".repeat(RulesReader.MAX_BYTES);

    assertThatExceptionOfType(InvalidConfigException.class)
        .isThrownBy(() -> new RulesReader().read(padded))
        .withMessage("$ has over 1048576 bytes, the maximum");
  }

  @Test
  void read_controlCharacters_areEscapedInTheMessage() {
    assertRefused(
        "{'rules': [{'name': 'a\\nb', 'source': {'bucket': 'x\\u001b\\u202ey'}, 'destination':"
            + " {'bucket': 'dst'}}]}",
        "$.rules[0].source.bucket is 'x\\u001B\\u202Ey', expected a bucket name: 3 to 63"
            + " lower-case letters, digits, dots and hyphens");
  }

  @Test
  void read_longValue_isShortInTheMessage() {
    assertThatExceptionOfType(InvalidConfigException.class)
        .isThrownBy(
            () ->
                new RulesReader()
                    .read("{\"%s\": 1, \"rules\": [1]}".formatted("\\u0000".repeat(10_000))))
        .satisfies(e -> assertThat(e.getMessage()).hasSizeLessThan(1500))
        .withMessageStartingWith("$['\\u0000\\u0000")
        .withMessageEndingWith("is an unknown field, expected one of $schema, rules");
  }

  @ParameterizedTest
  @ValueSource(strings = {"(", "(("})
  void read_longValueOfSurrogatePairs_isNotCutWithinOne(String begin) {
    String json =
        "{'rules': [{'name': 'r', 'source': {'bucket': 'src', 'regex': '%s'}}]}"
            .formatted(begin + "😀".repeat(1_000));

    assertThatExceptionOfType(InvalidConfigException.class)
        .isThrownBy(() -> new RulesReader().read(json(json)))
        .satisfies(e -> assertThat(e.getMessage()).doesNotContainPattern("\\p{Cs}"));
  }

  private static void assertRefused(String json, String message) {
    assertThatExceptionOfType(InvalidConfigException.class)
        .isThrownBy(() -> new RulesReader().read(json(json)))
        .withMessage(message);
  }

  /** Replaces single quotes, which are easier to read in a table. */
  private static String json(String quoted) {
    return quoted.replace('\'', '"');
  }
}
