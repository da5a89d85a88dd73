package io.github.s3sync.examples.demo;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.UnaryOperator;
import java.util.zip.GZIPOutputStream;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;

/**
 * Creates a small set of files if the user provides none. It contains names that hand-written
 * copiers often get wrong, each property at least once, an empty object, and an object that is
 * copied in parts.
 *
 * <p>On disk the files have numbers as names, so that they can be written in any locale.
 */
final class SampleFiles {

  static final int LARGE_BYTES = 12 * 1024 * 1024;

  private final Path folder;
  private final List<SourceFile> files = new ArrayList<>();

  private SampleFiles(Path folder) {
    this.folder = folder;
  }

  /** Writes the files to a temporary folder, which is deleted when the JVM ends. */
  static List<SourceFile> write() throws IOException {
    Path folder = Files.createTempDirectory("s3sync-demo");
    folder.toFile().deleteOnExit();
    SampleFiles samples = new SampleFiles(folder);
    samples.writeAll();
    return samples.files;
  }

  private void writeAll() {
    text("bjcbqwje.tb_enqwke_info-2029.txt", "an ordinary name\n");
    add(
        "분기별 보고서.txt",
        "큰 데이터는 조각으로 나눈다\n".getBytes(UTF_8),
        put ->
            put.contentType("text/plain; charset=utf-8")
                .contentLanguage("ko")
                .cacheControl("max-age=3600")
                .contentDisposition("attachment; filename*=UTF-8''%EB%B3%B4%EA%B3%A0%EC%84%9C.txt")
                // The form in which S3 itself returns metadata that is not ASCII.
                .metadata(Map.of("title", "=?UTF-8?B?67O06rOg7ISc?=", "owner", "sales")));
    text("하위 폴더/한글 파일 (1).txt", "a folder with a Korean name\n");
    text("a b  two spaces.txt", "spaces\n");
    text("1+1=2.txt", "a plus is not a space\n");
    text("100%/%41 is not A.txt", "percent signs\n");
    text("what?#&;,'~.txt", "the rest of the keyboard\n");
    text("😀.txt", "four bytes in UTF-8\n");
    add("empty", new byte[0], put -> put);
    add(
        "table.json.gz",
        gzip("{\"rows\":[1,2,3]}\n"),
        put -> put.contentType("application/json").contentEncoding("gzip"));
    byte[] large = new byte[LARGE_BYTES];
    new Random(1).nextBytes(large);
    add(
        "large, in parts.bin",
        large,
        put -> put.contentType("application/x-demo").metadata(Map.of("parts", "several")));
  }

  private void text(String name, String content) {
    add(name, content.getBytes(UTF_8), put -> put.contentType("text/plain"));
  }

  private void add(
      String name, byte[] content, UnaryOperator<PutObjectRequest.Builder> properties) {
    Path path = folder.resolve(Integer.toString(files.size()));
    path.toFile().deleteOnExit();
    try {
      Files.write(path, content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    PutObjectRequest put = properties.apply(SourceFile.object(name)).build();
    files.add(new SourceFile(put, path, content.length));
  }

  private static byte[] gzip(String text) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
      gzip.write(text.getBytes(UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }
}
