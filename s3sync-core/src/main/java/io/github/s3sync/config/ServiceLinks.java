package io.github.s3sync.config;

import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Removes the variables that Kubernetes sets in each pod for a Service whose name starts with
 * {@code s3sync}, such as {@code S3SYNC_SERVICE_HOST} and {@code S3SYNC_PORT}. They do not
 * configure replication.
 *
 * @see <a
 *     href="https://kubernetes.io/docs/concepts/services-networking/service/#environment-variables">Discovering
 *     services</a>
 */
final class ServiceLinks {

  private static final Pattern NAME =
      Pattern.compile(
          Variables.PREFIX
              + "(.*_)?(SERVICE_HOST|SERVICE_PORT(_.*)?"
              + "|PORT(_\\d+_(TCP|UDP|SCTP)(_(PROTO|PORT|ADDR))?)?)");

  /** The variable of a Service, as opposed to those of its ports. */
  private static final Pattern OF_A_SERVICE =
      Pattern.compile("(?!.*_SERVICE_PORT$)(?!.*_PORT_\\d+_(TCP|UDP|SCTP)_PORT$).*_PORT");

  private static final Pattern URL = Pattern.compile("(tcp|udp|sctp)://.*", Pattern.DOTALL);
  private static final Pattern NUMBER = Pattern.compile("\\d+");

  private ServiceLinks() {}

  static Map<String, String> without(Map<String, String> environment) {
    return environment.entrySet().stream()
        .filter(variable -> !isLink(variable.getKey(), variable.getValue()))
        .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue));
  }

  private static boolean isLink(String name, String value) {
    if (!NAME.matcher(name).matches()) {
      return false;
    }
    // A Service named s3sync-health sets S3SYNC_HEALTH_PORT, which is also a setting.
    if (Variables.KNOWN.contains(name)) {
      return URL.matcher(value).matches();
    }
    // Kubernetes never sets NAME_PORT to a number, so a number there is a misspelt variable.
    return !(OF_A_SERVICE.matcher(name).matches() && NUMBER.matcher(value).matches());
  }
}
