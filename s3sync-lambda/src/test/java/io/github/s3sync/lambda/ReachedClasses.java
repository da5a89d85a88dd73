package io.github.s3sync.lambda;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.File;
import java.io.IOException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds the classes of a jar that are reachable from ours: by a reference, a descriptor, a text
 * that is a class name, or a service file. References are resolved on the test's class path, where
 * the libraries are complete.
 *
 * @param names the classes in the jar
 * @param missing the classes that are not in the jar, although others of the same library are
 */
record ReachedClasses(Set<String> names, Set<String> missing) {

  private static final String CLASS = ".class";
  private static final Pattern IN_DESCRIPTOR = Pattern.compile("L([\\w/$]+)[;<]");
  private static final Pattern NAME = Pattern.compile("[\\w/$]+");

  static ReachedClasses in(File file) throws IOException {
    Map<String, byte[]> classes = new HashMap<>();
    Deque<String> todo = new ArrayDeque<>();
    try (JarFile jar = new JarFile(file)) {
      for (JarEntry entry : jar.stream().toList()) {
        String name = entry.getName();
        if (name.endsWith(CLASS)) {
          classes.put(withoutSuffix(name), jar.getInputStream(entry).readAllBytes());
          if (name.startsWith("io/github/s3sync/")) {
            todo.add(withoutSuffix(name));
          }
        } else if (name.startsWith("META-INF/services/") && !entry.isDirectory()) {
          String services =
              new String(jar.getInputStream(entry).readAllBytes(), StandardCharsets.UTF_8);
          services.lines().map(line -> line.strip().replace('.', '/')).forEach(todo::add);
        }
      }
    }
    Set<String> libraries = new HashSet<>();
    classes.keySet().forEach(name -> libraries.add(library(name)));
    libraries.remove("");

    Set<String> names = new TreeSet<>();
    Set<String> missing = new TreeSet<>();
    while (!todo.isEmpty()) {
      String name = todo.remove();
      byte[] bytes = classes.get(name);
      if (bytes == null) {
        if (libraries.contains(library(name))) {
          missing.add(name);
        }
      } else if (names.add(name)) {
        todo.addAll(named(bytes));
      }
    }
    return new ReachedClasses(names, missing);
  }

  /** Returns each text of a class file that could be, or contain, the name of another class. */
  private static Collection<String> named(byte[] bytes) throws IOException {
    Set<String> named = new HashSet<>();
    for (String text : texts(bytes)) {
      Matcher matcher = IN_DESCRIPTOR.matcher(text);
      while (matcher.find()) {
        named.add(matcher.group(1));
      }
      String path = text.replace('.', '/');
      if (path.indexOf('/') > 0 && NAME.matcher(path).matches()) {
        named.add(path);
      }
    }
    return named;
  }

  /** Returns the UTF-8 entries of a class file's constant pool, JVMS 4.4. */
  private static List<String> texts(byte[] bytes) throws IOException {
    List<String> texts = new ArrayList<>();
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
      in.skipNBytes(8);
      int count = in.readUnsignedShort();
      for (int i = 1; i < count; i++) {
        int tag = in.readUnsignedByte();
        switch (tag) {
          case 1 -> texts.add(in.readUTF());
          case 3, 4, 9, 10, 11, 12, 17, 18 -> in.skipNBytes(4);
          case 5, 6 -> {
            in.skipNBytes(8);
            i++; // occupies two entries
          }
          case 7, 8, 16, 19, 20 -> in.skipNBytes(2);
          case 15 -> in.skipNBytes(3);
          default -> throw new IOException("constant of kind " + tag);
        }
      }
    }
    return texts;
  }

  /** Returns the entry of the class path that contains a class; empty if there is none. */
  private static String library(String name) {
    URL url = ReachedClasses.class.getResource("/" + name + CLASS);
    return url == null ? "" : url.toString().replace("/" + name + CLASS, "");
  }

  private static String withoutSuffix(String name) {
    return name.substring(0, name.length() - CLASS.length());
  }
}
