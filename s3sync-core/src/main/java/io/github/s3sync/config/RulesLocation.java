package io.github.s3sync.config;

import io.github.s3sync.client.TextObject;
import io.github.s3sync.copy.Deadline;
import io.github.s3sync.key.ObjectRef;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Reads the text at the location in {@code S3SYNC_RULES}.
 *
 * @param text the location
 * @param objects reads S3 objects
 */
record RulesLocation(String text, ObjectTexts objects) {

  private static final String CLASS_PATH = "classpath:";
  private static final String FILE = "file:";
  private static final String FORMS =
      ", expected rules as JSON, s3://bucket/key, file:path or classpath:name";

  /** Reads the text of S3 objects. */
  @FunctionalInterface
  interface ObjectTexts {

    /**
     * Reads an object, or returns null if it still has the known eTag.
     *
     * @throws UncheckedIOException if it cannot be read
     */
    TextObject.@Nullable Content read(
        ObjectRef object, @Nullable String knownETag, Deadline deadline);
  }

  /** Tells whether a location is in S3. */
  static boolean isInS3(String text) {
    return text.startsWith(S3Uri.SCHEME);
  }

  /** Reads the current text; returns the known text if S3 reports that it has not changed. */
  RuleText read(@Nullable RuleText known, Deadline deadline) {
    try {
      if (isInS3(text)) {
        String eTag = known == null ? null : known.eTag();
        TextObject.Content content = objects.read(object(), eTag, deadline);
        return content != null
            ? new RuleText(text, content.text(), content.eTag())
            : Objects.requireNonNull(known);
      }
      if (text.startsWith(CLASS_PATH)) {
        return new RuleText(text, resource(text.substring(CLASS_PATH.length())), null);
      }
      if (text.startsWith(FILE)) {
        return new RuleText(text, file(text.substring(FILE.length())), null);
      }
    } catch (IOException | UncheckedIOException e) {
      throw Variables.wrong(Variables.RULES, text, ", which cannot be read: " + e.getMessage());
    }
    throw Variables.wrong(Variables.RULES, text, FORMS);
  }

  private ObjectRef object() {
    S3Uri uri = RuleVariables.uri(Variables.RULES, text);
    if (uri.key().isEmpty()) {
      throw Variables.wrong(Variables.RULES, text, FORMS);
    }
    return new ObjectRef(uri.bucket(), uri.key());
  }

  private static String resource(String name) throws IOException {
    ClassLoader loader = Thread.currentThread().getContextClassLoader();
    if (loader == null) {
      loader = RulesLocation.class.getClassLoader();
    }
    try (InputStream content = loader.getResourceAsStream(name)) {
      if (content == null) {
        throw new IOException("the class path has no such resource");
      }
      return utf8(content);
    }
  }

  private static String file(String path) throws IOException {
    try (InputStream content = Files.newInputStream(Path.of(path))) {
      return utf8(content);
    } catch (InvalidPathException e) {
      throw new IOException("this is not a valid file name", e);
    } catch (NoSuchFileException e) {
      throw new IOException("the file does not exist", e);
    } catch (AccessDeniedException e) {
      throw new IOException("access is denied", e);
    }
  }

  private static String utf8(InputStream content) throws IOException {
    // One byte more than the reader accepts, so that the reader reports the problem.
    byte[] bytes = content.readNBytes(RulesReader.MAX_BYTES + 1);
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw new IOException("the content is not UTF-8", e);
    }
  }
}
