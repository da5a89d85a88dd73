package io.github.s3sync.config;

import io.github.s3sync.destination.Access;
import io.github.s3sync.destination.Role;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The variables that set the principal and store with which one side of the single rule is
 * accessed.
 */
enum AccessVariables {
  SOURCE("source"),
  DESTINATION("destination");

  private final String side;
  private final String prefix;

  AccessVariables(String side) {
    this.side = side;
    this.prefix = Variables.PREFIX + name() + "_";
  }

  /** Returns the variable for each field of a rule. */
  Map<String, String> byField() {
    return new TreeMap<>(
        Map.of(
            side + ".region", prefix + "REGION",
            side + ".role.arn", prefix + "ROLE_ARN",
            side + ".role.externalId", prefix + "EXTERNAL_ID",
            side + ".role.sessionName", prefix + "SESSION_NAME",
            side + ".credentials", prefix + "CREDENTIALS",
            side + ".endpoint", prefix + "ENDPOINT"));
  }

  Access read(Variables variables) {
    return Access.OWN
        .withRegion(variables.text(prefix + "REGION"))
        .withRole(role(variables))
        .withCredentials(variables.text(prefix + "CREDENTIALS"))
        .withEndpoint(variables.text(prefix + "ENDPOINT"));
  }

  private @Nullable Role role(Variables variables) {
    String arn = variables.text(prefix + "ROLE_ARN");
    String externalId = variables.text(prefix + "EXTERNAL_ID");
    String sessionName = variables.text(prefix + "SESSION_NAME");
    if (arn != null) {
      return Role.of(arn)
          .withExternalId(externalId)
          .withSessionName(sessionName == null ? Role.SESSION_NAME : sessionName);
    }
    if (externalId != null || sessionName != null) {
      throw new InvalidConfigException(
          prefix + "ROLE_ARN",
          "is not set, expected it together with "
              + prefix
              + (externalId != null ? "EXTERNAL_ID" : "SESSION_NAME"));
    }
    return null;
  }
}
