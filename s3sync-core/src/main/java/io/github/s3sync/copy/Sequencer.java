package io.github.s3sync.copy;

import io.github.s3sync.event.EventSource;
import io.github.s3sync.event.ObjectEvent;
import java.math.BigInteger;
import java.util.Objects;
import java.util.regex.Pattern;

/**
 * The order of two events of one key, as far as it is known: a guess that spares requests. Nothing
 * is left undone for it, since other stores send events in the name of Amazon S3 with sequencers
 * that are constant or in no order.
 *
 * <p>Those of Amazon S3 only, which are the only ones documented to grow with each write. Others
 * are constant, or the time of a clock that may be behind that of another node. Those of one length
 * only: where lengths differ, one page of AWS's compares numbers and another pads on the right, and
 * they disagree. Those of one sender only.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-content-structure.html">Event
 *     message structure: the greater hexadecimal value</a>
 * @see <a href="https://repost.aws/knowledge-center/s3-duplicate-sqs-messages">Knowledge Center:
 *     pad on the right</a>
 */
final class Sequencer {

  /** S3's have 16 or 18 digits; longer than this is nobody's, and not worth reading. */
  private static final Pattern HEX = Pattern.compile("[0-9A-Fa-f]{1,64}");

  private Sequencer() {}

  /** Whether an event is known to tell of the same write as another of its key, or an older one. */
  static boolean notNewer(ObjectEvent event, ObjectEvent than) {
    String mine = Objects.requireNonNullElse(event.sequencer(), "");
    String its = Objects.requireNonNullElse(than.sequencer(), "");
    return event.source() == than.source()
        && (event.source() == EventSource.S3 || event.source() == EventSource.EVENT_BRIDGE)
        && HEX.matcher(mine).matches()
        && HEX.matcher(its).matches()
        && mine.length() == its.length()
        && new BigInteger(mine, 16).compareTo(new BigInteger(its, 16)) <= 0;
  }
}
