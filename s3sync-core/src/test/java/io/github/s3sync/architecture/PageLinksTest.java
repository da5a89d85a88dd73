package io.github.s3sync.architecture;

import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Checks that every relative link in Markdown leads to a file, and every anchor to a heading. */
class PageLinksTest {

  private static final Path REPOSITORY = Path.of("").toAbsolutePath().getParent();
  private static final Pattern LINK = Pattern.compile("]\\(([^)\\s:]+)\\)");
  private static final Pattern HEADING = Pattern.compile("(?m)^#+ (.*)$");

  private static List<Path> pages() throws IOException {
    List<Path> pages = new ArrayList<>();
    Files.walkFileTree(
        REPOSITORY,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
            String name = folder.getFileName().toString();
            return !folder.equals(REPOSITORY) && (name.startsWith(".") || name.equals("target"))
                ? FileVisitResult.SKIP_SUBTREE
                : FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            if (file.toString().endsWith(".md")) {
              pages.add(file);
            }
            return FileVisitResult.CONTINUE;
          }
        });
    return pages;
  }

  private static String prose(Path page) {
    try {
      return Files.readString(page).replaceAll("(?ms)^ *```.*?^ *```", "");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns the anchor of a heading as GitHub forms it. */
  private static String anchor(String heading) {
    String text = heading.replaceAll("\\[([^]]*)]\\([^)]*\\)", "$1").strip();
    return text.toLowerCase(Locale.ROOT).replaceAll("[^\\p{L}\\p{N}_\\- ]", "").replace(' ', '-');
  }

  private static boolean leadsSomewhere(Path page, String link) {
    String[] parts = link.split("#", 2);
    Path target = parts[0].isEmpty() ? page : page.resolveSibling(parts[0]).normalize();
    if (parts.length == 1 || !target.toString().endsWith(".md")) {
      return Files.exists(target);
    }
    Set<String> anchors =
        Files.exists(target)
            ? HEADING
                .matcher(prose(target))
                .results()
                .map(heading -> anchor(heading.group(1)))
                .collect(toSet())
            : Set.of();
    return anchors.contains(parts[1]);
  }

  @Test
  void links_all_leadSomewhere() throws IOException {
    List<String> broken = new ArrayList<>();
    int[] links = {0};
    for (Path page : pages()) {
      LINK.matcher(prose(page))
          .results()
          .forEach(
              link -> {
                links[0]++;
                if (!leadsSomewhere(page, link.group(1))) {
                  broken.add(REPOSITORY.relativize(page) + ": " + link.group(1));
                }
              });
    }

    assertThat(broken).isEmpty();
    assertThat(links[0]).isGreaterThan(150);
  }

  @Test
  void link_toAnAnchorThatIsNotThere_isNoticed() {
    Path page = REPOSITORY.resolve("README.md");

    assertThat(leadsSomewhere(page, "CONTRIBUTING.md#rules")).isTrue();
    assertThat(leadsSomewhere(page, "CONTRIBUTING.md#no-such-heading")).isFalse();
    assertThat(leadsSomewhere(page, "no-such-page.md")).isFalse();
    assertThat(leadsSomewhere(page, "no-such-page.md#rules")).isFalse();
  }
}
