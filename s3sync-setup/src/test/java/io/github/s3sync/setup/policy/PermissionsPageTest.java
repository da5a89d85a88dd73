package io.github.s3sync.setup.policy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.github.s3sync.config.RulesReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.policybuilder.iam.IamPolicy;

/** The rules in {@code docs/configuration.md} need the policies in {@code docs/permissions.md}. */
class PermissionsPageTest {

  private static final JsonMapper JSON = new JsonMapper();
  private static final Pattern BLOCK = Pattern.compile("```json\n(.*?)```", Pattern.DOTALL);

  @Test
  void bothWays_policies_areThoseOfTheRules() throws IOException {
    String rules = blocks("configuration.md", "### Two-way rules\n").get(0);

    SyncPolicies policies =
        SyncPolicies.of(new RulesReader().read(rules), "arn:aws:iam::111111111111:role/s3sync")
            .account("one", "111111111111")
            .account("two", "222222222222")
            .build();

    List<JsonNode> made = new ArrayList<>();
    for (SortedMap<String, IamPolicy> kind :
        List.of(policies.identities(), policies.trust(), policies.buckets(), policies.keys())) {
      for (IamPolicy policy : kind.values()) {
        made.add(JSON.readTree(policy.toJson()));
      }
    }
    assertThat(blocks("permissions.md", "## Two-way rules\n"))
        .extracting(JSON::readTree)
        .containsExactlyElementsOf(made);
  }

  private static List<String> blocks(String page, String heading) throws IOException {
    String text = Files.readString(Path.of("../docs").resolve(page));
    String section = text.split(Pattern.quote(heading), 2)[1].split("(?m)^##", 2)[0];
    return BLOCK.matcher(section).results().map(block -> block.group(1)).toList();
  }
}
