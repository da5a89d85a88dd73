package io.github.s3sync.request;

import io.github.s3sync.checksum.FullChecksum;
import io.github.s3sync.client.EncodedWords;
import io.github.s3sync.client.HeaderText;
import io.github.s3sync.event.Internal;
import io.github.s3sync.key.ObjectRef;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;

/**
 * Records, in one key of the metadata of a replica of a two-way rule, of which object and of which
 * state it is a copy. A process that receives an event of the replica then knows that no user wrote
 * it, even if the event does not identify the writer.
 *
 * <p>It is valid only for the object for which it was written. A copy of a replica at another key
 * or in another bucket also has the metadata, but is a user's write. The same is true for a replica
 * whose content, headers or metadata a user has changed with tools that keep metadata. Therefore
 * the value contains digests of all of these, in the form that the replica's store returns. S3
 * returns each unchanged, with metadata that is not ASCII in encoded form, see {@link
 * EncodedWords}. Another store may change the spelling of the content type, and may drop headers,
 * which is detected after the first copy, see {@code TwoWay}.
 *
 * <p>The value need not be secret: a principal that may write an object may as well copy a replica.
 */
@Internal
public final class Provenance {

  /** The name as stored, without {@code x-amz-meta-}. */
  public static final String KEY = "s3sync-replica-of";

  /** S3's limit for the bytes of metadata, names and values together. */
  private static final int MAX_METADATA_BYTES = 2048;

  /** A restored version is older than this, and no copy takes this long to start. */
  private static final Duration LONGEST = Duration.ofDays(1);

  /** The content types that the SDK and stores assign to an object without one. */
  private static final Set<String> DEFAULT_TYPES =
      Set.of("binary/octet-stream", "application/octet-stream");

  private static final String VERSION = "2";
  private static final String IN_S3 = "s3";
  private static final String ELSEWHERE = "other";
  private static final String ABSENT = "----";

  private final String state;

  private Provenance(String state) {
    this.state = state;
  }

  /**
   * Returns the metadata of a replica.
   *
   * @param text the encoding between the two stores
   * @param dropped the headers that the replica's store does not keep
   * @param written the time of writing, by the clock of the replica's store; null if it is unknown,
   *     or if the store does not date objects by the start of the write
   */
  public static Map<String, String> metadata(
      HeadObjectResponse source,
      ObjectRef of,
      ObjectRef replica,
      HeaderText text,
      Set<String> dropped,
      @Nullable Instant written) {
    Map<String, String> metadata = without(source.metadata());
    Description shown = Description.of(source, text::comparable).without(dropped);
    String value =
        String.join(
            ".",
            VERSION,
            text.isToAws() ? IN_S3 : ELSEWHERE,
            binding(of, replica, source),
            state(source),
            digests(shown, text.isToAws()),
            content(source),
            written == null ? "" : Long.toString(written.getEpochSecond(), Character.MAX_RADIX));
    int bytes = KEY.length() + value.length();
    for (Map.Entry<String, String> entry : metadata.entrySet()) {
      bytes += utf8(entry.getKey()).length + utf8(entry.getValue()).length;
    }
    if (bytes <= MAX_METADATA_BYTES) {
      metadata.put(KEY, value);
    }
    return metadata;
  }

  /** Returns the metadata without the provenance, as the user set it. */
  public static Map<String, String> without(Map<String, String> metadata) {
    Map<String, String> users = new HashMap<>(metadata);
    users.keySet().removeIf(KEY::equalsIgnoreCase);
    return users;
  }

  /**
   * Returns the provenance of an object if it is unchanged since it was written as a replica of
   * another object; otherwise null.
   */
  public static @Nullable Provenance of(HeadObjectResponse object, ObjectRef at, ObjectRef source) {
    String[] fields = fields(object);
    return fields.length == 7
            && isBound(fields, object, at, source)
            && isUnchanged(fields[4], object, fields[1].equals(IN_S3))
            && isSameContent(fields[5], content(object))
            && isWrittenThen(fields[6], object.lastModified())
        ? new Provenance(fields[3])
        : null;
  }

  /**
   * Tells whether an object claims to be a copy of this state, whether or not it has changed since.
   */
  public static boolean isClaimed(
      HeadObjectResponse object, ObjectRef at, ObjectRef source, HeadObjectResponse state) {
    String[] fields = fields(object);
    return fields.length == 7
        && isBound(fields, object, at, source)
        && fields[3].equals(state(state));
  }

  private static String[] fields(HeadObjectResponse object) {
    String value =
        object.metadata().entrySet().stream()
            .filter(entry -> KEY.equalsIgnoreCase(entry.getKey()))
            .map(Map.Entry::getValue)
            .findFirst()
            .orElse("");
    return value.trim().split("\\.", -1);
  }

  private static boolean isBound(
      String[] fields, HeadObjectResponse object, ObjectRef at, ObjectRef source) {
    return fields[0].equals(VERSION)
        && (fields[1].equals(IN_S3) || fields[1].equals(ELSEWHERE))
        && fields[2].equals(binding(source, at, object));
  }

  /** Tells whether it is a copy of this state of its source. */
  public boolean isOf(HeadObjectResponse source) {
    return state.equals(state(source));
  }

  private static String binding(ObjectRef of, ObjectRef replica, HeadObjectResponse object) {
    return digest(
        22, of.bucket(), of.key(), replica.bucket(), replica.key(), object.contentLength());
  }

  private static String state(HeadObjectResponse source) {
    return digest(
        16,
        source.eTag(),
        source.versionId(),
        source.lastModified(),
        digests(Description.of(source), true));
  }

  /** Returns four characters for each header and for the metadata; hyphens for a missing header. */
  private static String digests(Description object, boolean aws) {
    StringBuilder digests = new StringBuilder();
    for (String header : Description.HEADERS) {
      String value = object.headers().get(header);
      boolean respelled = !aws && header.equals(Description.CONTENT_TYPE);
      digests.append(
          value == null ? ABSENT : digest(4, respelled ? asAnyStoreSpells(value) : value));
    }
    Object[] metadata =
        object.metadata().entrySet().stream()
            .flatMap(entry -> Stream.of(entry.getKey(), entry.getValue()))
            .toArray();
    return digests.append(digest(4, metadata)).toString();
  }

  private static String asAnyStoreSpells(String type) {
    return type.toLowerCase(Locale.ROOT).replaceAll("[\\s\"]", "");
  }

  private static boolean isUnchanged(String written, HeadObjectResponse object, boolean aws) {
    Description shown =
        aws ? Description.of(object, EncodedWords::toBytesAsRead) : Description.of(object);
    String now = digests(shown, aws);
    String type = object.contentType();
    boolean given = written.startsWith(ABSENT) && type != null && DEFAULT_TYPES.contains(type);
    return written.equals(now)
        || (given && written.substring(ABSENT.length()).equals(now.substring(ABSENT.length())));
  }

  /** Returns the kind of checksum and a digest of it; empty if the object has none. */
  private static String content(HeadObjectResponse object) {
    String md5 = SameContent.isMd5(object) ? digest(11, unquoted(object.eTag())) : "";
    FullChecksum checksum = FullChecksum.of(object);
    return md5
        + "~"
        + (checksum == null ? "" : checksum.algorithm() + "~" + digest(11, checksum.value()));
  }

  /** Tells whether the content is the same, if both have a checksum of the same kind. */
  private static boolean isSameContent(String written, String now) {
    String[] before = written.split("~", -1);
    String[] after = now.split("~", -1);
    if (!before[0].isEmpty() && !after[0].isEmpty()) {
      return before[0].equals(after[0]);
    }
    return before.length < 3
        || after.length < 3
        || !before[1].equals(after[1])
        || before[2].equals(after[2]);
  }

  /**
   * Tells whether the object was last written at the recorded time. A version that was restored by
   * a copy onto itself has a much later date.
   */
  private static boolean isWrittenThen(String written, @Nullable Instant lastModified) {
    if (written.isEmpty() || lastModified == null) {
      return true;
    }
    try {
      Instant then = Instant.ofEpochSecond(Long.parseLong(written, Character.MAX_RADIX));
      return lastModified.isBefore(then.plus(LONGEST));
    } catch (RuntimeException e) {
      return false;
    }
  }

  private static String unquoted(@Nullable String eTag) {
    return Source.unquoted(String.valueOf(eTag)).toLowerCase(Locale.ROOT);
  }

  private static String digest(int length, @Nullable Object... fields) {
    try {
      MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
      for (Object field : fields) {
        byte[] bytes = utf8(Objects.toString(field, ""));
        sha256.update((bytes.length + ":").getBytes(StandardCharsets.US_ASCII));
        sha256.update(bytes);
      }
      return Base64.getUrlEncoder().encodeToString(sha256.digest()).substring(0, length);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e); // every JVM provides it
    }
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
