package io.github.s3sync.destination;

import io.github.s3sync.event.Internal;
import io.github.s3sync.event.LogText;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Checks the settings that become the address of a service: endpoints and Regions. Rules, variables
 * and builders all use these checks, so they refuse the same values.
 *
 * @since 0.1.0
 */
@Internal
public final class ServiceAddress {

  /** The problem of a text that is not the URL of a host. */
  public static final String NOT_A_URL =
      "is not a URL, expected one such as https://store.example.com:9000";

  private static final int MAX_PORT = 65_535;

  /**
   * Regions of AWS and of other stores, such as eu-west-1, auto or RegionOne. The Region can become
   * a label of a host name.
   */
  private static final Pattern REGION =
      Pattern.compile("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?|([A-Z][a-z0-9]+){2,8}");

  private ServiceAddress() {}

  /**
   * Returns why an endpoint cannot be used.
   *
   * @param endpoint the address of a service
   * @return the problem, without the value, which may contain a password; null if there is none
   */
  public static @Nullable String problemOfEndpoint(String endpoint) {
    URI address;
    try {
      address = new URI(endpoint);
    } catch (URISyntaxException e) {
      return NOT_A_URL;
    }
    String scheme = address.getScheme();
    if (!"http".equalsIgnoreCase(scheme) && !"https".equalsIgnoreCase(scheme)) {
      return NOT_A_URL;
    }
    if (address.getHost() == null) {
      return HostNames.haveUnderscore(endpoint) ? HostNames.UNDERSCORE_PROBLEM : NOT_A_URL;
    }
    if (address.getRawUserInfo() != null) {
      return "contains a user name or password, which would not be used, expected an address"
          + " without them";
    }
    if (address.getRawQuery() != null || address.getRawFragment() != null) {
      return "contains '?' or '#', expected an address without a query or fragment";
    }
    if (address.getPort() == 0 || address.getPort() > MAX_PORT) {
      return "has the port " + address.getPort() + ", expected one from 1 to " + MAX_PORT;
    }
    return null;
  }

  /**
   * Returns whether a text can be the name of a Region.
   *
   * @param region the name
   * @return false if it cannot be part of a host name, or if it has capitals other than those of
   *     {@code RegionOne}
   */
  public static boolean isRegion(String region) {
    return REGION.matcher(region).matches();
  }

  /**
   * Returns what is wrong with a text that is not the name of a Region.
   *
   * @param region the name, of which only the beginning is quoted
   * @return the problem
   */
  public static String problemOfRegion(String region) {
    return "is '" + LogText.of(region, 100) + "', expected one such as eu-west-1";
  }
}
