package io.github.s3sync.rule;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.regex.Pattern;

/**
 * Addresses at which a machine finds its own credentials: link-local ones, and those that AWS uses
 * for the same purpose in IPv6. No store is there, and whoever writes the rules must not be able to
 * have objects read from there, or sent there, signed.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/instancedata-data-retrieval.html">Access
 *     instance metadata</a>
 */
final class ReservedAddress {

  /** All of these are addresses to the C library, which knows octal, hexadecimal and short ones. */
  private static final Pattern NUMERIC = Pattern.compile("(?i)(.*\\.)?(0x[0-9a-f]*|[0-9]+)\\.?");

  private static final Pattern IPV4 =
      Pattern.compile("(0|[1-9][0-9]{0,2})(\\.(0|[1-9][0-9]{0,2})){3}");

  /** fd00:ec2::/32, of which AWS uses ::254 for metadata and ::23 for pods. */
  private static final byte[] AWS_IPV6 = {(byte) 0xfd, 0, 0x0e, (byte) 0xc2};

  private ReservedAddress() {}

  /**
   * Whether a host of a URL is such an address, or a number that may stand for one. A name may lead
   * there, too; that cannot be seen without asking for it.
   */
  static boolean is(String host) {
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
