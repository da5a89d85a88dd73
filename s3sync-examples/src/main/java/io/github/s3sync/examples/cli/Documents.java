package io.github.s3sync.examples.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** How documents are handed over: as text to read, as JSON, or as files. */
final class Documents {

  @ArgGroup private @Nullable Form form;

  /** One of the two. */
  private static final class Form {

    @Option(
        names = {"-o", "--output"},
        paramLabel = "DIR",
        description = "Write a file for each document, and print the commands that apply them.")
    private @Nullable Path directory;

    @Option(names = "--json", description = "Print one JSON array of all documents.")
    @SuppressWarnings("UnusedVariable") // the other of the two is looked at
    private boolean json;
  }

  void print(List<Document> documents, PrintWriter out) {
    if (form == null) {
      documents.forEach(document -> print(document, out));
    } else if (form.directory != null) {
      write(documents, form.directory, out);
    } else {
      out.println(Json.text(json(documents)));
    }
  }

  private static void print(Document document, PrintWriter out) {
    out.println("# " + document.about());
    if (document.command() != null) {
      out.println("# " + document.command());
    }
    out.println(document.json());
    out.println();
  }

  private static void write(List<Document> documents, Path directory, PrintWriter out) {
    try {
      Files.createDirectories(directory);
      for (Document document : documents) {
        Files.writeString(directory.resolve(document.file()), document.json() + "\n");
        out.println("# " + document.about() + ": " + document.file());
        if (document.command() != null) {
          String file = "file://" + document.file();
          String written = "file://" + directory.resolve(document.file());
          out.println(document.command().replace(file, quoted(written)));
        }
      }
    } catch (IOException e) {
      throw new UsageException("--output is '" + directory + "', which cannot be written: " + e, e);
    }
  }

  /** For a shell, which would take it apart at a space. */
  private static String quoted(String word) {
    return word.matches("[A-Za-z0-9:/._-]+") ? word : "'" + word.replace("'", "'\\''") + "'";
  }

  private static ArrayNode json(List<Document> documents) {
    ArrayNode array = Json.MAPPER.createArrayNode();
    for (Document document : documents) {
      array
          .addObject()
          .put("file", document.file())
          .put("about", document.about())
          .put("command", document.command())
          .set("document", Json.read(document.json()));
    }
    return array;
  }
}
