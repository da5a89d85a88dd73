package io.github.s3sync.examples.deploy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Contains the commands of a page, and their output according to the page. */
final class Walkthrough {

  private static final Pattern STEP =
      Pattern.compile("```sh\n(.*?)```\n(?:\n```text\n(.*?)```\n)?", Pattern.DOTALL);
  private static final String END = "=== end of step ";

  private final List<Step> steps = new ArrayList<>();

  Walkthrough(Path page) throws IOException {
    Matcher matcher = STEP.matcher(Files.readString(page));
    while (matcher.find()) {
      steps.add(new Step(matcher.group(1), matcher.group(2) == null ? "" : matcher.group(2)));
    }
  }

  List<Step> steps() {
    return steps;
  }

  /** Returns all commands for one shell, which ends with the first command that fails. */
  String script() {
    StringBuilder script = new StringBuilder("set -eu -o pipefail\nexec 2>&1\n");
    for (int i = 0; i < steps.size(); i++) {
      script.append(steps.get(i).commands()).append("echo '").append(END).append(i).append("'\n");
    }
    return script.toString();
  }

  /** Returns the output of each step; fewer than the steps if the shell ended early. */
  List<String> outputs(String output) {
    List<String> outputs = new ArrayList<>();
    String rest = output;
    for (int i = 0; i < steps.size(); i++) {
      String end = END + i + "\n";
      int at = rest.indexOf(end);
      if (at < 0) {
        break;
      }
      outputs.add(rest.substring(0, at));
      rest = rest.substring(at + end.length());
    }
    return outputs;
  }

  /**
   * Contains one block of commands.
   *
   * @param commands lines for a shell
   * @param seen their output, with … in place of varying text
   */
  record Step(String commands, String seen) {

    /** Returns the pattern that the output has to match. */
    Pattern pattern() {
      String lines =
          List.of(seen.split("…", -1)).stream()
              .map(text -> text.isEmpty() ? "" : Pattern.quote(text))
              .collect(Collectors.joining(".*?"));
      return Pattern.compile(lines, Pattern.DOTALL);
    }
  }
}
