package io.github.s3sync.copy;

import java.util.Locale;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.model.ChecksumAlgorithm;
import software.amazon.awssdk.services.s3.model.ChecksumType;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.ServerSideEncryption;

/**
 * Whether two objects have the same bytes, as far as looking at them tells.
 *
 * <p>An entity tag is the content's MD5, unless the object was uploaded in parts or is encrypted
 * with KMS or a key of the customer's. Where it is not, a checksum of one algorithm decides, of the
 * whole or of the same parts; of 32 bits at least, on top of the size.
 *
 * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/API/API_Object.html">ETag</a>
 * @see <a
 *     href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/checking-object-integrity.html">Checking
 *     object integrity</a>
 */
final class SameContent {

  /** Another store's may be anything. */
  private static final Pattern MD5 = Pattern.compile("[0-9A-Fa-f]{32}");

  private static final Pattern MD5S = Pattern.compile("[0-9A-Fa-f]{32}(-[0-9]+)?");

  private SameContent() {}

  /** Of a whole or of parts: an equal tag of another form may be equal by chance. */
  private static boolean isOfContent(HeadObjectResponse object) {
    String eTag = eTag(object);
    return eTag != null && MD5S.matcher(eTag).matches();
  }

  /** False, too, where it cannot be told. */
  static boolean isCertain(HeadObjectResponse one, HeadObjectResponse other) {
    return Objects.equals(one.contentLength(), other.contentLength())
        && ((isOfContent(one) && Objects.equals(eTag(one), eTag(other)))
            || (!(isMd5(one) && isMd5(other)) && hasEqualChecksum(one, other)));
  }

  /** Whether neither eTags nor checksums tell whether they have, though the sizes are equal. */
  static boolean isUnknown(HeadObjectResponse one, HeadObjectResponse other) {
    return Objects.equals(one.contentLength(), other.contentLength())
        && !(isMd5(one) && isMd5(other))
        && !isCertain(one, other)
        && !haveComparableChecksums(one, other);
  }

  /** What is put together from the sums of other parts differs although the content does not. */
  private static boolean haveComparableChecksums(HeadObjectResponse one, HeadObjectResponse other) {
    return Objects.equals(one.checksumTypeAsString(), other.checksumTypeAsString())
        && one.checksumType() != ChecksumType.COMPOSITE
        && Checksums.all().stream()
            .anyMatch(
                sum -> Checksums.value(one, sum) != null && Checksums.value(other, sum) != null);
  }

  private static @Nullable String eTag(HeadObjectResponse object) {
    return object.eTag() == null ? null : Source.unquoted(object.eTag());
  }

  /** Whether an entity tag is the MD5 of the content, as far as it looks like one. */
  static boolean isMd5(HeadObjectResponse object) {
    String eTag = eTag(object);
    return eTag != null
        && MD5.matcher(eTag).matches()
        && (object.serverSideEncryption() == null
            || object.serverSideEncryption() == ServerSideEncryption.AES256)
        && object.sseCustomerAlgorithm() == null;
  }

  /** The entity tag that is an MD5, in small letters and without quotes. */
  static String md5(HeadObjectResponse object) {
    return Source.unquoted(object.eTag()).toLowerCase(Locale.ROOT);
  }

  private static boolean hasEqualChecksum(HeadObjectResponse one, HeadObjectResponse other) {
    return Objects.equals(one.checksumTypeAsString(), other.checksumTypeAsString())
        && Checksums.all().stream().anyMatch(sum -> isEqual(sum, one, other));
  }

  private static boolean isEqual(
      ChecksumAlgorithm sum, HeadObjectResponse one, HeadObjectResponse other) {
    String value = Checksums.value(one, sum);
    return value != null && value.equals(Checksums.value(other, sum));
  }
}
