package io.github.s3sync.setup.finding;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import org.junit.jupiter.api.Test;

class FindingTest {

  @Test
  void json_ofAFinding_hasEveryPartByItsName() throws Exception {
    Permission permission =
        new Permission(
            "s3:GetObject", "arn:aws:s3:::b/*", "me", List.of(new Statement("me", "{}")));
    Finding finding =
        new Finding(Severity.ERROR, Check.PERMISSION, "r", "s3://b", "not allowed", permission);
    ObjectMapper json = new ObjectMapper();
    assertThat(json.readTree(json.writeValueAsString(finding)))
        .isEqualTo(
            json.readTree(
                """
                {"severity": "ERROR", "check": "PERMISSION", "rule": "r", "subject": "s3://b",
                 "message": "not allowed", "missingPermission": true,
                 "permission": {"action": "s3:GetObject", "resource": "arn:aws:s3:::b/*",
                   "principal": "me", "statements": [{"to": "me", "policy": "{}"}]}}
                """));
  }
}
