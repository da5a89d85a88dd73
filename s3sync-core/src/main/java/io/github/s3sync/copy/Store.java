package io.github.s3sync.copy;

import io.github.s3sync.rule.AwsAddress;
import io.github.s3sync.rule.Destination;
import io.github.s3sync.rule.HostNames;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Which store is asked. An address is written in one way, so that equal ones are one store.
 *
 * @param address null for S3 itself
 * @param evenIfConfigured whether S3 itself is meant even where the SDK's own configuration, such
 *     as {@code AWS_ENDPOINT_URL_S3}, names another store
 */
record Store(@Nullable URI address, boolean evenIfConfigured) {

  /** S3 itself, unless the SDK's own configuration names another store. */
  static final Store SDKS_CHOICE = new Store(null, false);

  static final Store AWS = new Store(null, true);

  static Store at(URI address) {
    if (address.getScheme() == null || address.getHost() == null) {
      // Not quoted: there may be a password in it.
      throw new IllegalArgumentException(
          HostNames.haveUnderscore(address.toString())
              ? "endpoint " + HostNames.UNDERSCORE_PROBLEM
              : "endpoint is not a URL, expected one such as https://store.example.com:9000");
    }
    String scheme = address.getScheme().toLowerCase(Locale.ROOT);
    String host = address.getHost().toLowerCase(Locale.ROOT);
    int usual = scheme.equals("https") ? 443 : 80;
    int port = address.getPort() == usual ? -1 : address.getPort();
    String path = address.getRawPath().replaceAll("/+$", "");
    try {
      return new Store(new URI(scheme, null, host, port, path, null, null), false);
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException("no store has the address " + address, e);
    }
  }

  /** What a destination says, which its rule has checked. */
  static Store named(String endpoint) {
    return endpoint.equals(Destination.AWS) ? AWS : at(URI.create(endpoint));
  }

  /** Whether both have the same buckets: S3 has one set of them behind all its addresses. */
  boolean isSame(Store other) {
    return Objects.equals(address, other.address) || (isAws() && other.isAws());
  }

  /** Whether this is S3 itself; the SDK's choice is taken for it. */
  boolean isAws() {
    return address == null || AwsAddress.isS3(address);
  }
}
