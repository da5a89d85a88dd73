package io.github.s3sync.cli.policy;

import com.fasterxml.jackson.databind.node.ArrayNode;
import io.github.s3sync.cli.option.UsageException;
import io.github.s3sync.cli.output.Json;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Option;

/** Prints documents as text, as JSON, or as files. */
final class Documents {

  @ArgGroup private @Nullable Form form;

  /** Contains the two options for the format, which exclude each other. */
  private static final class Form {

    @Option(
        names = {"-o", "--output"},
        paramLabel = "DIR",
        description = "Write a file for each document, and print the commands that apply them.")
    private @Nullable Path directory;

    @Option(names = "--json", description = "Print one JSON array of all documents.")
    @SuppressWarnings("UnusedVariable") // only the other option is read
    private boolean json;
  }

  /**
   * Prints the documents.
   *
   * @return the exit code: 1 if AWS does not accept one of them
   */
  int print(List<Document> documents, CommandLine command) {
    print(documents, command.getOut());
    boolean accepted = true;
    for (Document document : documents) {
      if (document.problem() != null) {
        command
            .getErr()
            .println("s3sync: " + document.file() + " cannot be applied: " + document.problem());
        accepted = false;
      }
    }
    return accepted ? ExitCode.OK : ExitCode.SOFTWARE;
  }

  private void print(List<Document> documents, PrintWriter out) {
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
    if (document.problem() != null) {
      out.println("# cannot be applied: " + document.problem());
    } else if (document.command() != null) {
      document.command().lines().forEach(line -> out.println("# " + line));
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
        if (document.problem() != null) {
          out.println("# cannot be applied: " + document.problem());
        } else if (document.command() != null) {
          String file = "file://" + document.file();
          String written = "file://" + directory.resolve(document.file());
          out.println(document.command().replace(file, quoted(written)));
        }
      }
    } catch (NoSuchFileException | FileAlreadyExistsException | NotDirectoryException e) {
      throw cannotWrite(directory, "the folder does not exist and cannot be created", e);
    } catch (AccessDeniedException e) {
      throw cannotWrite(directory, "permission denied", e);
    } catch (IOException e) {
      throw cannotWrite(directory, String.valueOf(e.getMessage()), e);
    }
  }

  private static UsageException cannotWrite(Path directory, String why, IOException e) {
    return new UsageException(
        "--output is '" + directory + "', which cannot be written: " + why, e);
  }

  /** Quotes a word for a shell, which would otherwise split it at a space. */
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
          .put("command", document.problem() == null ? document.command() : null)
          .put("problem", document.problem())
          .set("document", Json.read(document.json()));
    }
    return array;
  }
}
