package io.github.s3sync.client;

import io.github.s3sync.copy.CopyException;
import io.github.s3sync.copy.ErrorCodes;
import io.github.s3sync.event.Internal;
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
 * Encodes header values so that a copy sends the same bytes that the source has.
 *
 * <p>The SDK reads headers as ISO 8859-1 and signs their text as UTF-8, but its HTTP client sends
 * neither. Stores other than S3 return metadata in the UTF-8 in which it was put, so UTF-8 is read,
 * signed and sent. S3 returns metadata that is not ASCII in the encoding of RFC 2047, and also
 * accepts that encoding. Therefore metadata from S3 is decoded before it is sent to another store,
 * and the metadata of both is decoded before a comparison. Between two stores other than S3, RFC
 * 2047 is ordinary text.
 *
 * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingMetadata.html">Working
 *     with object metadata</a>
 */
@Internal
public final class HeaderText {

  private static final String METADATA = "x-amz-meta-";
  private static final Pattern PLAIN = Pattern.compile("(?!.*  )[ -~]*");

  private final boolean fromAws;
  private final boolean aws;
  private final boolean canSend;
  private final Set<String> unusual = new ConcurrentSkipListSet<>();

  /** Creates the encoding for a copy within one store. */
  public HeaderText(boolean aws, boolean canSend) {
    this(aws, aws, canSend);
  }

  /**
   * Creates the encoding for one copy.
   *
   * @param fromAws whether the source is in S3 itself
   * @param aws whether the replica is in S3 itself
   * @param canSend whether the client can send text that is not ASCII, see {@link RawHeaders}
   */
  public HeaderText(boolean fromAws, boolean aws, boolean canSend) {
    this.fromAws = fromAws;
    this.aws = aws;
    this.canSend = canSend;
  }

  /**
   * Explains a signature that did not match, if the store may have computed it from different
   * headers.
   *
   * @param accepted whether the store has accepted a signature of the same client before; if not,
   *     the credentials may also be wrong, and a retry may succeed
   */
  public RuntimeException explain(RuntimeException failure, boolean accepted) {
    if (unusual.isEmpty()
        || !(failure instanceof CopyException e)
        || !(e.getCause() instanceof AwsServiceException answer)
        || !ErrorCodes.code(answer).equals("SignatureDoesNotMatch")) {
      return failure;
    }
    return new CopyException(
        accepted ? FailureReason.NOT_SUPPORTED : e.reason(),
        e.getMessage()
            + (accepted ? "; " : "; the credentials may be wrong, or ")
            + "the store may decode the values of these headers differently than they are signed: "
            + String.join(", ", unusual),
        e.requests(),
        answer);
  }

  /** Returns the metadata to send. */
  public Map<String, String> metadata(Map<String, String> metadata) {
    Map<String, String> sent = new LinkedHashMap<>();
    metadata.forEach(
        (name, value) ->
            sent.put(name, some(METADATA + name, fromAws && !aws ? comparable(value) : value)));
    return sent;
  }

  public boolean isToAws() {
    return aws;
  }

  /**
   * Normalizes the different spellings in which the two stores of this copy return the same value.
   */
  public String comparable(String value) {
    return fromAws || aws ? EncodedWords.toBytesAsRead(value) : value;
  }

  /**
   * Returns the value to send.
   *
   * @throws CopyException if different bytes would arrive
   */
  public @Nullable String of(String header, @Nullable String value) {
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
          "is not ASCII, which this client cannot send; RegionalS3Clients creates clients that"
              + " can");
    }
    return text;
  }

  /** Returns the text of bytes that were read as ISO 8859-1; null if they are not UTF-8. */
  private static @Nullable String decoded(String value) {
    if (value.chars().anyMatch(c -> c > 0xff)) {
      return value; // from a client that decodes UTF-8
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
            + ", so a copy that sends it would change it; only a copy in one request within the"
            + " store preserves it",
        0,
        null);
  }
}
