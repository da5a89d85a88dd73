package io.github.s3sync.service;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * Creates an archive of class data for an image by running the image: the JVM maps the archive into
 * memory instead of reading and verifying classes. The archive is valid only for the JVM that wrote
 * it, and for jars at the same paths with the same sizes and times.
 */
final class ImageArchive {

  private static final String ROOT = "0:0";
  private static final Path LIST = Path.of("app", "classes.list");
  private static final Path ARCHIVE = Path.of("app", "s3sync.jsa");

  private ImageArchive() {}

  /**
   * Creates the archive.
   *
   * @param args the tarball of the image, a folder to unpack it to, and a folder that becomes part
   *     of the root of the image
   */
  public static void main(String[] args) throws Exception {
    Image image = Image.unpack(Path.of(args[0]), Path.of(args[1]));
    recordClasses(image);
    ServiceProcess dump =
        run(
            image,
            Map.of(),
            "-Xshare:dump",
            "-XX:SharedClassListFile=/" + LIST,
            "-XX:SharedArchiveFile=/" + ARCHIVE);
    checkEnd(dump);
    if (Files.exists(image.root().resolve(ARCHIVE))) {
      Path archive = Path.of(args[2]).resolve(ARCHIVE);
      Files.createDirectories(archive.getParent());
      Files.copy(image.root().resolve(ARCHIVE), archive);
      System.out.printf("Class data of the image: %.1f MB%n", Files.size(archive) / 1e6);
    } else {
      System.out.println(
          "The image has no class-data-sharing archive: this machine allows neither a chroot nor a"
              + " user namespace.");
    }
    // The servers have their own threads.
    System.exit(0);
  }

  /** Makes the service use everything once: start, receive, copy, answer probes, stop. */
  private static void recordClasses(Image image) throws Exception {
    try (Accounts accounts = new Accounts();
        ServiceProcess service =
            run(image, accounts.environment(), "-Xshare:off", "-XX:DumpLoadedClassList=/" + LIST)) {
      accounts.put("prefix/a.txt", "a".getBytes(UTF_8));
      accounts.awaitReplica();
      for (String path : List.of("/health", "/live", "/metrics")) {
        service.get(path);
      }
      service.signal("TERM");
      checkEnd(service);
    }
  }

  private static ServiceProcess run(
      Image image, Map<String, String> environment, String... options) {
    // As root, which can write to the folders of the image.
    return image.run(image.entryPoint(options), environment, ROOT);
  }

  private static void checkEnd(ServiceProcess process) throws InterruptedException {
    if (process.exitCode() != 0) {
      throw new IllegalStateException("the image ended with an error:\n" + process.log());
    }
  }
}
