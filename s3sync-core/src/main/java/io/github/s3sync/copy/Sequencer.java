package io.github.s3sync.copy;

import io.github.s3sync.event.EventSource;
import io.github.s3sync.event.ObjectEvent;
import java.math.BigInteger;
import java.util.Objects;
import java.util.regex.Pattern;

/**
 * Compares the order of two events of one key, if it is known. The order is a guess that saves
 * requests. No work is omitted because of it, because other stores send events in the name of
 * Amazon S3 with sequencers that are constant or unordered.
 *
 * <p>Only sequencers of Amazon S3 are compared: only these are documented to grow with each write.
 * Others are constant, or the time of a clock that may be behind the clock of another node. Only
 * sequencers of the same length are compared: for different lengths, one page of AWS compares
 * numbers and another pads on the right, with different results. And only sequencers of the same
 * sender are compared.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-content-structure.html">Event
 *     message structure: the greater hexadecimal value</a>
 * @see <a href="https://repost.aws/knowledge-center/s3-duplicate-sqs-messages">Knowledge Center:
 *     pad on the right</a>
 */
final class Sequencer {

  /** Sequencers of S3 have 16 or 18 digits; longer values than this are not parsed. */
  private static final Pattern HEX = Pattern.compile("[0-9A-Fa-f]{1,64}");

  private Sequencer() {}

  /**
   * Tells whether an event is known to report the same write as another event of its key, or an
   * older write.
   */
  static boolean isSameOrOlder(ObjectEvent event, ObjectEvent other) {
    String digits = Objects.requireNonNullElse(event.sequencer(), "");
    String otherDigits = Objects.requireNonNullElse(other.sequencer(), "");
    return event.source() == other.source()
        && (event.source() == EventSource.S3 || event.source() == EventSource.EVENT_BRIDGE)
        && HEX.matcher(digits).matches()
        && HEX.matcher(otherDigits).matches()
        && digits.length() == otherDigits.length()
        && new BigInteger(digits, 16).compareTo(new BigInteger(otherDigits, 16)) <= 0;
  }
}
