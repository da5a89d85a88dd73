package io.github.s3sync.copy;

import io.github.s3sync.plan.FailureReason;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsServiceException;

/**
 * Gives the values of headers that a copy sends the bytes that they have in the source.
 *
 * <p>The SDK reads headers as ISO 8859-1, signs the UTF-8 of their text, and its HTTP client sends
 * neither. Stores other than S3 give metadata back as the UTF-8 that was put, so that is what is
 * read, signed and sent. S3 gives metadata that is not ASCII back as RFC 2047 has it, and reads it
 * so, too. Therefore metadata from S3 is decoded before it is sent to another store, and metadata
 * of both is compared decoded. Between two stores other than S3, RFC 2047 is text like any other.
 *
 * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingMetadata.html">Working
 *     with object metadata</a>
 */
final class HeaderText {

  private static final String METADATA = "x-amz-meta-";
  private static final Pattern PLAIN = Pattern.compile("(?!.*  )[ -~]*");

  private final boolean fromAws;
  private final boolean aws;
  private final boolean canSend;
  private final Set<String> unusual = new ConcurrentSkipListSet<>();

  /** For one copy inside one store. */
  HeaderText(boolean aws, boolean canSend) {
    this(aws, aws, canSend);
  }

  /**
   * For one copy.
   *
   * @param fromAws whether it comes from S3 itself
   * @param aws whether it goes to S3 itself
   * @param canSend whether the client sends text that is not ASCII, see {@link RawHeaders}
   */
  HeaderText(boolean fromAws, boolean aws, boolean canSend) {
    this.fromAws = fromAws;
    this.aws = aws;
    this.canSend = canSend;
  }

  /**
   * Explains a signature that did not match where the store may have computed it of other headers.
   *
   * @param accepted whether the store has accepted a signature of the same client before; if not,
   *     the credentials may be wrong as well, and a retry may succeed
   */
  RuntimeException explain(RuntimeException failure, boolean accepted) {
    if (unusual.isEmpty()
        || !(failure instanceof CopyException e)
        || !(e.getCause() instanceof AwsServiceException answer)
        || !S3Errors.code(answer).equals("SignatureDoesNotMatch")) {
      return failure;
    }
    return new CopyException(
        accepted ? FailureReason.NOT_SUPPORTED : e.reason(),
        e.getMessage()
            + (accepted ? "; " : "; the credentials may be wrong, or ")
            + "the store may read the values of these headers otherwise than they are signed: "
            + String.join(", ", unusual),
        e.requests(),
        answer);
  }

  /** The metadata to send. */
  Map<String, String> metadata(Map<String, String> metadata) {
    Map<String, String> sent = new LinkedHashMap<>();
    metadata.forEach(
        (name, value) ->
            sent.put(name, some(METADATA + name, fromAws && !aws ? comparable(value) : value)));
    return sent;
  }

  boolean isToAws() {
    return aws;
  }

  /** Returns one spelling for all in which the two stores of this copy show the same value. */
  String comparable(String value) {
    return fromAws || aws ? EncodedWords.toBytesAsRead(value) : value;
  }

  /**
   * The value to send.
   *
   * @throws CopyException if other bytes would arrive
   */
  @Nullable String of(String header, @Nullable String value) {
    return value == null ? null : some(header, value);
  }

  private String some(String header, String value) {
    if (PLAIN.matcher(value).matches()) {
      return value;
    }
    unusual.add(header);
    if (value.chars().anyMatch(c -> (c < ' ' && c != '\t') || c == 127)) {
      throw failure(header, "has a control character");
    }
    if (value.chars().allMatch(c -> c < 127)) {
      return value;
    }
    String text = decoded(value);
    if (text == null) {
      throw failure(header, "is not UTF-8");
    }
    if (aws && header.startsWith(METADATA)) {
      return "=?UTF-8?B?"
          + Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8))
          + "?=";
    }
    if (!canSend) {
      throw failure(
          header,
          "is not ASCII, which the given client does not send; RegionalS3Clients makes clients"
              + " that do");
    }
    return text;
  }

  /** The text of bytes that were read as ISO 8859-1; null if they are not UTF-8. */
  private static @Nullable String decoded(String value) {
    if (value.chars().anyMatch(c -> c > 0xff)) {
      return value; // by a client that reads UTF-8 itself
    }
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(value.getBytes(StandardCharsets.ISO_8859_1)))
          .toString();
    } catch (CharacterCodingException e) {
      return null;
    }
  }

  private static CopyException failure(String header, String problem) {
    return new CopyException(
        FailureReason.NOT_SUPPORTED,
        "the header '"
            + header
            + "' of the source "
            + problem
            + ", so a copy that sends it would change it; only a copy in one request inside the"
            + " store keeps it",
        0,
        null);
  }
}
