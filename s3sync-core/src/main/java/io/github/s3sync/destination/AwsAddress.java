package io.github.s3sync.destination;

import io.github.s3sync.event.Internal;
import java.net.URI;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Decides whether an address belongs to Amazon S3 itself. Copies, policies, checks and rules all
 * use this decision, so they agree.
 *
 * <p>Recognized are the endpoints of all Regions and partitions: Regional and legacy ones,
 * dual-stack, FIPS, Transfer Acceleration, interface endpoints of a VPC, access points and S3
 * Express, each with or without a bucket name in front. Other hosts under AWS's domains, such as an
 * EC2 instance or a load balancer in front of another store, are not S3.
 *
 * @see <a href="https://docs.aws.amazon.com/general/latest/gr/s3.html">Amazon S3 endpoints</a>
 * @see <a
 *     href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/privatelink-interface-endpoints.html">
 *     AWS PrivateLink for Amazon S3</a>
 * @since 0.1.0
 */
@Internal
public final class AwsAddress {

  private static final Pattern SUFFIX =
      Pattern.compile(
          "\\.(amazonaws\\.com|amazonaws\\.com\\.cn|amazonaws\\.eu|c2s\\.ic\\.gov|sc2s\\.sgov\\.gov"
              + "|cloud\\.adc-e\\.uk|csp\\.hci\\.ic\\.gov|api\\.aws|api\\.amazonwebservices\\.com\\.cn"
              + "|api\\.amazonwebservices\\.eu|api\\.aws\\.ic\\.gov|api\\.aws\\.scloud"
              + "|api\\.cloud-aws\\.adc-e\\.uk|api\\.aws\\.hci\\.ic\\.gov)$");

  /** The label of the service and the labels that may follow it. A bucket name may precede it. */
  private static final Pattern SERVICE =
      Pattern.compile(
          "s3(-[a-z0-9-]+|express-[a-z0-9-]+)?(\\.dualstack)?(\\.[a-z]+(-[a-z0-9]+)+)?(\\.vpce)?");

  private AwsAddress() {}

  /**
   * Tells whether the endpoint of a rule is S3 itself.
   *
   * @param endpoint {@value Destination#AWS}, an address, or null for the default store, which
   *     counts as S3
   * @return true for S3 itself; false for an address of another store
   */
  public static boolean isS3(@Nullable String endpoint) {
    return endpoint == null || endpoint.equals(Destination.AWS) || isS3(URI.create(endpoint));
  }

  /**
   * Tells whether an address is S3 itself.
   *
   * @param address the address
   * @return true for S3 itself; false for another store, and for an address without a host
   */
  public static boolean isS3(URI address) {
    String host = address.getHost() == null ? "" : address.getHost().toLowerCase(Locale.ROOT);
    var suffix = SUFFIX.matcher(host);
    if (!suffix.find()) {
      return false;
    }
    // Each label may be that of the service: a bucket name may contain dots, and so labels.
    String labels = host.substring(0, suffix.start());
    while (!SERVICE.matcher(labels).matches()) {
      int dot = labels.indexOf('.');
      if (dot < 0) {
        return false;
      }
      labels = labels.substring(dot + 1);
    }
    return true;
  }
}
