package io.github.s3sync.client;

import io.github.s3sync.destination.AwsAddress;
import io.github.s3sync.destination.Destination;
import io.github.s3sync.destination.ServiceAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Identifies a store. The address is normalized, so that equal addresses are the same store.
 *
 * @param address the address; null for S3 itself
 * @param evenIfConfigured whether S3 itself is used even if the SDK's configuration, such as {@code
 *     AWS_ENDPOINT_URL_S3}, names another store
 */
record Store(@Nullable URI address, boolean evenIfConfigured) {

  /** S3 itself, unless the SDK's configuration names another store. */
  static final Store SDKS_CHOICE = new Store(null, false);

  static final Store AWS = new Store(null, true);

  static Store at(URI address) {
    String problem = ServiceAddress.problemOfEndpoint(address.toString());
    if (problem != null) {
      // The value is not quoted, because it may contain a password.
      throw new IllegalArgumentException("endpoint " + problem);
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

  /** Returns the store of a destination's endpoint, which its rule has checked. */
  static Store named(String endpoint) {
    return endpoint.equals(Destination.AWS) ? AWS : at(URI.create(endpoint));
  }

  /** Tells whether both have the same buckets: all addresses of S3 share one set of buckets. */
  boolean isSame(Store other) {
    return Objects.equals(address, other.address) || (isAws() && other.isAws());
  }

  /** Tells whether this is S3 itself; the SDK's choice counts as S3. */
  boolean isAws() {
    return address == null || AwsAddress.isS3(address);
  }
}
