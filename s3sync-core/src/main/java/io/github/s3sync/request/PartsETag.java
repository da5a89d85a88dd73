package io.github.s3sync.request;

import io.github.s3sync.checksum.BodyChecksum;
import io.github.s3sync.event.Internal;
import java.io.ByteArrayOutputStream;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.model.CompletedPart;

/**
 * Computes the eTag of an object that was uploaded in parts: the MD5 of the parts' MD5s, and their
 * number.
 */
@Internal
public final class PartsETag {

  private static final Pattern MD5 = Pattern.compile("[0-9a-f]{32}");

  private PartsETag() {}

  /** Returns the eTag of an object that consists of these parts; null if it is unknown. */
  public static @Nullable String of(List<CompletedPart> parts) {
    ByteArrayOutputStream sums = new ByteArrayOutputStream();
    for (CompletedPart part : parts) {
      String sum = Source.unquoted(part.eTag()).toLowerCase(Locale.ROOT);
      if (!MD5.matcher(sum).matches()) {
        return null;
      }
      sums.writeBytes(HexFormat.of().parseHex(sum));
    }
    byte[] bytes = sums.toByteArray();
    return BodyChecksum.hexMd5(bytes, bytes.length) + "-" + parts.size();
  }

  /** Tells whether an object with this eTag consists of these parts; false if it is unknown. */
  public static boolean isOf(List<CompletedPart> parts, String eTag) {
    return Source.unquoted(eTag).toLowerCase(Locale.ROOT).equals(of(parts));
  }
}
