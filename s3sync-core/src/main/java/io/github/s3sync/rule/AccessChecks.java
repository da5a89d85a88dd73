package io.github.s3sync.rule;

import io.github.s3sync.destination.Access;
import io.github.s3sync.destination.Destination;
import io.github.s3sync.destination.ReservedAddress;
import io.github.s3sync.destination.Role;
import io.github.s3sync.destination.ServiceAddress;
import io.github.s3sync.option.TransferMode;
import java.net.URI;
import java.util.regex.Pattern;

/** Checks the Region, role, credentials and endpoint of one side of a rule. */
final class AccessChecks {

  private static final Pattern ROLE_ARN =
      Pattern.compile("arn:aws[a-z-]*:iam::[0-9]{12}:role/([!-~]{1,510}/)?[\\w+=,.@-]{1,64}");
  // https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html
  private static final Pattern EXTERNAL_ID = Pattern.compile("[\\w+=,.@:/-]{2,1224}");
  private static final Pattern SESSION_NAME = Pattern.compile("[\\w+=,.@-]{2,64}");

  private final String rule;
  private final String side;
  private final Access access;

  /** Creates the checks for one side: {@code source} or {@code destination}. */
  AccessChecks(String rule, String side, Access access) {
    this.rule = rule;
    this.side = side;
    this.access = access;
  }

  void check() {
    String region = access.region();
    if (region != null && !ServiceAddress.isRegion(region)) {
      throw wrong("region", ServiceAddress.problemOfRegion(region));
    }
    String credentials = access.credentials();
    if (credentials != null && credentials.isBlank()) {
      throw wrong("credentials", "is empty, expected a name");
    }
    Role role = access.role();
    if (role != null) {
      check(role);
    }
    String endpoint = access.endpoint();
    if (endpoint != null && !endpoint.equals(Destination.AWS)) {
      check(endpoint);
    }
  }

  private void check(String endpoint) {
    String problem = ServiceAddress.problemOfEndpoint(endpoint);
    if (problem != null) {
      throw wrong(
          "endpoint",
          problem.equals(ServiceAddress.NOT_A_URL)
              ? "is neither '"
                  + Destination.AWS
                  + "' nor a URL such as https://store.example.com:9000"
              : problem);
    }
    refuseReserved(endpoint);
  }

  /** Rejects any access setting, for the source of a rule that does not stream. */
  void requireDefaultAccess() {
    String field =
        access.region() != null
            ? "region"
            : access.role() != null
                ? "role"
                : access.credentials() != null
                    ? "credentials"
                    : access.endpoint() != null ? "endpoint" : null;
    if (field != null) {
      throw wrong(
          field,
          "is set, expected it only together with the option transfer '"
              + TransferMode.STREAM.word()
              + "': a server-side copy is made by the destination's principal");
    }
  }

  private void check(Role role) {
    if (!ROLE_ARN.matcher(role.arn()).matches()) {
      throw wrong(
          "role.arn",
          "is '"
              + role.arn()
              + "', expected a role's ARN such as arn:aws:iam::222222222222:role/replica");
    }
    if (role.externalId() != null && !EXTERNAL_ID.matcher(role.externalId()).matches()) {
      // The value is not quoted: it is not a secret to AWS, but it does not belong in a log.
      throw wrong(
          "role.externalId", "is malformed, expected 2 to 1224 letters, digits and _+=,.@:/-");
    }
    if (!SESSION_NAME.matcher(role.sessionName()).matches()) {
      throw wrong(
          "role.sessionName",
          "is '" + role.sessionName() + "', expected 2 to 64 letters, digits and _+=,.@-");
    }
  }

  private void refuseReserved(String endpoint) {
    String host = URI.create(endpoint).getHost();
    if (ReservedAddress.isReserved(host)) {
      throw wrong(
          "endpoint",
          "is a link-local address, where a machine finds its credentials, or a number that may"
              + " denote one, expected a host name or an address such as 10.0.0.1");
    }
  }

  private InvalidRuleException wrong(String field, String problem) {
    return new InvalidRuleException(rule, side + "." + field, problem);
  }
}
