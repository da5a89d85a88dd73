import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.xpath.XPath;
import javax.xml.xpath.XPathExpressionException;
import javax.xml.xpath.XPathFactory;
import org.w3c.dom.Document;

/**
 * Checks that an unpacked bundle for Maven Central contains each module of a source tree that is to
 * be published, and no other, and that each meets <a
 * href="https://central.sonatype.org/publish/requirements/">Central's requirements</a>, except for
 * signatures:
 *
 * <pre>java .ci/CentralBundle.java TREE BUNDLE</pre>
 */
final class CentralBundle {

  /** The fields that each POM declares or inherits. */
  private static final List<String> FIELDS =
      List.of(
          "url",
          "licenses/license/name",
          "licenses/license/url",
          "developers/developer/name",
          "scm/connection",
          "scm/developerConnection",
          "scm/url",
          "issueManagement/url");

  private static final List<String> OWN_FIELDS = List.of("artifactId", "name", "description");

  private final XPath xpath = XPathFactory.newInstance().newXPath();
  private final List<String> problems = new ArrayList<>();

  public static void main(String[] args) throws Exception {
    CentralBundle check = new CentralBundle();
    check.run(Path.of(args[0]), Path.of(args[1]));
    check.problems.forEach(System.err::println);
    if (!check.problems.isEmpty()) {
      System.exit(1);
    }
  }

  private void run(Path tree, Path bundle) throws Exception {
    Map<String, Document> poms = new HashMap<>();
    Map<String, Path> places = new HashMap<>();
    List<Path> files;
    try (Stream<Path> all = Files.walk(bundle)) {
      files = all.filter(Files::isRegularFile).toList();
    }
    for (Path file : files) {
      String name = file.getFileName().toString();
      if (name.endsWith(".pom")) {
        Document pom = parse(file);
        poms.put(text(pom, "artifactId"), pom);
        places.put(text(pom, "artifactId"), file);
      }
      if (!name.matches(".*\\.(md5|sha1|sha256|sha512)")) {
        for (String digest : List.of(".md5", ".sha1")) {
          require(Files.exists(Path.of(file + digest)), name + ": no checksum " + digest);
        }
      }
    }

    Set<String> expected = publishedModules(tree);
    require(
        expected.equals(poms.keySet()),
        "expected the modules " + expected + ", found " + poms.keySet());
    for (String artifact : new TreeSet<>(poms.keySet())) {
      checkPom(artifact, poms);
      if (packaging(poms.get(artifact)).equals("jar")) {
        checkJars(places.get(artifact));
        checkBom(artifact, poms.get("s3sync-bom"));
      }
      System.out.println(artifact + ": checked");
    }
  }

  /** Returns the modules whose POM does not set maven.deploy.skip. */
  private Set<String> publishedModules(Path tree) throws Exception {
    Document root = parse(tree.resolve("pom.xml"));
    Set<String> published = new TreeSet<>(Set.of(text(root, "artifactId")));
    int modules = Integer.parseInt(xpath.evaluate("count(/project/modules/module)", root));
    for (int i = 1; i <= modules; i++) {
      Document module = parse(tree.resolve(text(root, "modules/module[" + i + "]") + "/pom.xml"));
      if (!text(module, "properties/maven.deploy.skip").equals("true")) {
        published.add(text(module, "artifactId"));
      }
    }
    return published;
  }

  private void checkPom(String artifact, Map<String, Document> poms) throws Exception {
    Document pom = poms.get(artifact);
    for (String field : OWN_FIELDS) {
      require(!text(pom, field).isBlank(), artifact + ": the POM has no " + field);
    }
    for (String field : FIELDS) {
      require(inherited(pom, field, poms).isPresent(), artifact + ": the POM has no " + field);
    }
    String version = inherited(pom, "version", poms).orElse("");
    require(
        !version.isEmpty() && !version.endsWith("-SNAPSHOT"),
        artifact + ": version is '" + version + "', expected a release");
  }

  private void checkJars(Path pom) throws IOException {
    String base = pom.toString().replaceFirst("\\.pom$", "");
    requireEntry(base + ".jar", ".class");
    requireEntry(base + "-sources.jar", ".java");
    requireEntry(base + "-javadoc.jar", "index.html");
    String name = pom.getFileName().toString();
    if (name.startsWith("s3sync-core-")) {
      requireEntry(base + "-tests.jar", "CopyExecutorContract.class");
    }
    if (name.startsWith("s3sync-lambda-")) {
      requireEntry(base + "-all.jar", "S3SyncHandler.class");
    }
    require(Files.exists(Path.of(base + "-cyclonedx.json")), base + ": no SBOM");
  }

  private void checkBom(String artifact, Document bom) throws Exception {
    String managed = "/project/dependencyManagement/dependencies/dependency/artifactId";
    require(
        xpath.evaluate("count(" + managed + "[.='" + artifact + "'])", bom).equals("1"),
        artifact + ": is not in s3sync-bom");
    require(
        text(bom, "parent").isEmpty(),
        "s3sync-bom has a parent, whose managed versions users would import");
  }

  private void requireEntry(String jar, String suffix) throws IOException {
    boolean exists = new File(jar).isFile();
    require(exists, jar + ": is missing");
    if (exists) {
      try (JarFile file = new JarFile(jar)) {
        require(
            file.stream().anyMatch(entry -> entry.getName().endsWith(suffix)),
            jar + ": no entry ends with " + suffix);
      }
    }
  }

  private Optional<String> inherited(Document pom, String field, Map<String, Document> poms)
      throws Exception {
    String own = text(pom, field);
    Document parent = poms.get(text(pom, "parent/artifactId"));
    return !own.isBlank() || parent == null
        ? Optional.of(own).filter(value -> !value.isBlank())
        : inherited(parent, field, poms);
  }

  private String packaging(Document pom) throws XPathExpressionException {
    String packaging = text(pom, "packaging");
    return packaging.isEmpty() ? "jar" : packaging;
  }

  private String text(Document pom, String field) throws XPathExpressionException {
    return xpath.evaluate("/project/" + field, pom).strip();
  }

  private static Document parse(Path file) throws Exception {
    return DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(file.toFile());
  }

  private void require(boolean condition, String problem) {
    if (!condition) {
      problems.add(problem);
    }
  }
}
