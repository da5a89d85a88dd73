package io.github.s3sync.examples.demo;

import io.github.s3sync.key.ObjectRef;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;

/** Finds the files of a folder and of all its subfolders. Symbolic links are not followed. */
final class UserFiles extends SimpleFileVisitor<Path> {

  private final Path folder;
  private final List<SourceFile> files = new ArrayList<>();
  private final List<String> problems = new ArrayList<>();
  private final Set<Path> empty = new HashSet<>();
  private int links;

  private UserFiles(Path folder) {
    this.folder = folder;
  }

  /** Searches a folder, which must exist. */
  static UserFiles in(Path folder) throws IOException {
    UserFiles found = new UserFiles(folder.toRealPath());
    Files.walkFileTree(found.folder, found);
    return found;
  }

  List<SourceFile> files() {
    return files;
  }

  long bytes() {
    return files.stream().mapToLong(SourceFile::bytes).sum();
  }

  /** Returns a sentence for each file that cannot be uploaded. */
  List<String> problems() {
    return problems;
  }

  /** Returns the number of symbolic links and of other special files. */
  int links() {
    return links;
  }

  /** Returns the number of empty folders; S3 has keys and no folders. */
  int emptyFolders() {
    return empty.size();
  }

  @Override
  public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
    empty.remove(directory.getParent());
    if (!directory.equals(folder)) {
      empty.add(directory);
    }
    return FileVisitResult.CONTINUE;
  }

  @Override
  public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
    Path relative = folder.relativize(file);
    empty.remove(file.getParent());
    if (!attributes.isRegularFile()) {
      links++;
    } else if (!isReversible(relative)) {
      problems.add(file + ": its name is not valid " + System.getProperty("sun.jnu.encoding"));
    } else if (!Files.isReadable(file)) {
      problems.add(file + ": not readable");
    } else {
      add(file, relative, attributes);
    }
    return FileVisitResult.CONTINUE;
  }

  @Override
  public FileVisitResult visitFileFailed(Path file, IOException e) {
    problems.add(file + ": not readable, " + e);
    return FileVisitResult.CONTINUE;
  }

  @Override
  public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException e) {
    if (e != null) {
      problems.add(directory + ": not completely readable, " + e);
    }
    return FileVisitResult.CONTINUE;
  }

  private void add(Path file, Path relative, BasicFileAttributes attributes) throws IOException {
    PutObjectRequest put =
        SourceFile.object(name(relative))
            .contentType(Files.probeContentType(file))
            .metadata(Map.of("modified", attributes.lastModifiedTime().toString()))
            .build();
    int keyBytes = new ObjectRef(put.bucket(), put.key()).keyBytes();
    if (keyBytes > ObjectRef.MAX_KEY_BYTES) {
      problems.add(
          "%s: its key has %,d bytes, S3 accepts %,d"
              .formatted(file, keyBytes, ObjectRef.MAX_KEY_BYTES));
    } else {
      files.add(new SourceFile(put, file, attributes.size()));
    }
  }

  private static String name(Path relative) {
    return StreamSupport.stream(relative.spliterator(), false)
        .map(Path::toString)
        .collect(Collectors.joining("/"));
  }

  /**
   * Returns whether the name can be converted back; false if bytes were lost in the conversion to a
   * string.
   */
  private static boolean isReversible(Path path) {
    try {
      return path.getFileSystem().getPath(path.toString()).equals(path);
    } catch (InvalidPathException e) {
      return false;
    }
  }
}
