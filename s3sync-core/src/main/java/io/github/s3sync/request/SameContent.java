package io.github.s3sync.request;

import io.github.s3sync.checksum.Checksums;
import io.github.s3sync.event.Internal;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.model.ChecksumAlgorithm;
import software.amazon.awssdk.services.s3.model.ChecksumType;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.ServerSideEncryption;

/**
 * Tells whether two objects have the same bytes, as far as HEAD shows.
 *
 * <p>An entity tag is the MD5 of the content, unless the object was uploaded in parts or is
 * encrypted with KMS or a customer-provided key. Otherwise a checksum of the same algorithm
 * decides, for the whole or for the same parts. It has at least 32 bits, in addition to the size.
 *
 * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/API/API_Object.html">ETag</a>
 * @see <a
 *     href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/checking-object-integrity.html">Checking
 *     object integrity</a>
 */
@Internal
public final class SameContent {

  /** The form of an MD5; the entity tag of another store may be anything. */
  private static final Pattern MD5 = Pattern.compile("[0-9A-Fa-f]{32}");

  private static final Pattern MD5S = Pattern.compile("[0-9A-Fa-f]{32}(-[0-9]+)?");

  private SameContent() {}

  /**
   * Tells whether the entity tag has the form of an MD5 of the whole or of parts: tags of another
   * form may be equal by chance.
   */
  private static boolean isOfContent(HeadObjectResponse object) {
    String eTag = eTag(object);
    return eTag != null && MD5S.matcher(eTag).matches();
  }

  /** Tells whether the content is certainly the same; false also if this cannot be determined. */
  public static boolean isCertain(HeadObjectResponse one, HeadObjectResponse other) {
    return Objects.equals(one.contentLength(), other.contentLength())
        && ((isOfContent(one) && Objects.equals(eTag(one), eTag(other)))
            || (!(isMd5(one) && isMd5(other)) && hasEqualChecksum(one, other)));
  }

  /**
   * Tells whether the sizes are equal, but neither eTags nor checksums determine whether the
   * content is the same.
   */
  public static boolean isUnknown(HeadObjectResponse one, HeadObjectResponse other) {
    return Objects.equals(one.contentLength(), other.contentLength())
        && !(isMd5(one) && isMd5(other))
        && !isCertain(one, other)
        && !haveComparableChecksums(one, other);
  }

  /**
   * Tells whether the checksums are comparable: a checksum of different parts differs although the
   * content does not.
   */
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

  /** Tells whether an entity tag has the form of the MD5 of the content. */
  public static boolean isMd5(HeadObjectResponse object) {
    String eTag = eTag(object);
    return eTag != null
        && MD5.matcher(eTag).matches()
        && (object.serverSideEncryption() == null
            || object.serverSideEncryption() == ServerSideEncryption.AES256)
        && object.sseCustomerAlgorithm() == null;
  }

  /** Returns the entity tag that is an MD5, in lower case and without quotes. */
  public static String md5(HeadObjectResponse object) {
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
