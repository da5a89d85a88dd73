package io.github.s3sync.destination;

import io.github.s3sync.event.Internal;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.regex.Pattern;

/**
 * Detects addresses at which a machine finds its own credentials: link-local addresses, and the
 * IPv6 addresses that AWS uses for the same purpose. They never belong to a store. The author of a
 * rule must not be able to make s3sync send signed requests there.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/instancedata-data-retrieval.html">Access
 *     instance metadata</a>
 * @since 0.1.0
 */
@Internal
public final class ReservedAddress {

  /** The C library accepts all of these as addresses: octal, hexadecimal and short forms. */
  private static final Pattern NUMERIC = Pattern.compile("(?i)(.*\\.)?(0x[0-9a-f]*|[0-9]+)\\.?");

  private static final Pattern IPV4 =
      Pattern.compile("(0|[1-9][0-9]{0,2})(\\.(0|[1-9][0-9]{0,2})){3}");

  /** The network fd00:ec2::/32, in which AWS uses ::254 for metadata and ::23 for pods. */
  private static final byte[] AWS_IPV6 = {(byte) 0xfd, 0, 0x0e, (byte) 0xc2};

  private ReservedAddress() {}

  /**
   * Tells whether the host of a URL is such an address, or a number that may denote one. A name
   * that resolves to such an address is not detected, because names are not resolved here.
   *
   * @param host the host of a URL, as {@link java.net.URI#getHost()} returns it
   * @return true if no request may be sent there
   */
  public static boolean isReserved(String host) {
    boolean ipv6 = host.startsWith("[");
    if (!ipv6 && !NUMERIC.matcher(host).matches()) {
      return false;
    }
    if (!ipv6 && !IPV4.matcher(host).matches()) {
      return true;
    }
    try {
      // A literal address is never looked up.
      InetAddress address = InetAddress.getByName(host);
      byte[] bytes = address.getAddress();
      return address.isLinkLocalAddress()
          || (bytes.length == 16 && Arrays.equals(bytes, 0, 4, AWS_IPV6, 0, 4));
    } catch (UnknownHostException e) {
      return true;
    }
  }
}
