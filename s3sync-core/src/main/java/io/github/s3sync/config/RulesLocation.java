package io.github.s3sync.config;

import io.github.s3sync.copy.Deadline;
import io.github.s3sync.copy.TextObject;
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
 * Where {@code S3SYNC_RULES} points to.
 *
 * @param text the address
 * @param objects reads objects of S3
 */
record RulesLocation(String text, ObjectTexts objects) {

  private static final String CLASS_PATH = "classpath:";
  private static final String FILE = "file:";
  private static final String FORMS =
      ", expected rules as JSON, s3://bucket/key, file:path or classpath:name";

  /** Reads the text of an object. */
  @FunctionalInterface
  interface ObjectTexts {

    /**
     * Reads it unless it still has the known eTag; then the answer is null.
     *
     * @throws UncheckedIOException if it cannot be read
     */
    TextObject.@Nullable Content read(
        ObjectRef object, @Nullable String knownETag, Deadline deadline);
  }

  /** Whether an address is one of S3. */
  static boolean isInS3(String text) {
    return text.startsWith(S3Uri.SCHEME);
  }

  /** Reads what is there now; the known text itself if S3 says that it has not changed. */
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
      throw Variables.wrong(Variables.RULES, text, ", which fails: " + e.getMessage());
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
        throw new IOException("no such resource on the class path");
      }
      return utf8(content);
    }
  }

  private static String file(String path) throws IOException {
    try (InputStream content = Files.newInputStream(Path.of(path))) {
      return utf8(content);
    } catch (InvalidPathException e) {
      throw new IOException("no file can have this name", e);
    } catch (NoSuchFileException e) {
      throw new IOException("there is no such file", e);
    } catch (AccessDeniedException e) {
      throw new IOException("it may not be read", e);
    }
  }

  private static String utf8(InputStream content) throws IOException {
    // One byte more than the reader takes, so that it says what is wrong.
    byte[] bytes = content.readNBytes(RulesReader.MAX_BYTES + 1);
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw new IOException("it is not UTF-8", e);
    }
  }
}
