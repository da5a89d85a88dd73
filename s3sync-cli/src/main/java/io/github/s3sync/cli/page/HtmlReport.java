package io.github.s3sync.cli.page;

import com.samskivert.mustache.Mustache;
import com.samskivert.mustache.Template;
import io.github.s3sync.reconcile.RunResult;
import io.github.s3sync.reconcile.finding.Finding;
import io.github.s3sync.reconcile.finding.FindingListener;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/**
 * Collects findings in bounded memory and writes a page about a run. The page is complete in
 * itself: it loads nothing and contains no script. Text from outside is escaped twice: control
 * characters and characters that change the text direction by {@code LogText}, and HTML by the
 * template.
 *
 * <p>Safe for use by many threads.
 */
public final class HtmlReport implements FindingListener {

  private static final String TEMPLATE = "report.html";

  private final Examples examples = new Examples();
  private final Folders folders = new Folders();

  /** Creates a report without findings. */
  public HtmlReport() {}

  @Override
  public synchronized void onFinding(Finding finding) {
    examples.add(finding);
    folders.add(finding);
  }

  /**
   * Writes the page.
   *
   * @param out receives the page; not closed
   * @param result the result of the run
   * @param facts what was run
   */
  public synchronized void write(Writer out, RunResult result, RunFacts facts) {
    template().execute(new PageModel(examples, folders, result, facts).values(), out);
  }

  private static Template template() {
    try (InputStream in =
            Objects.requireNonNull(HtmlReport.class.getResourceAsStream(TEMPLATE), TEMPLATE);
        InputStreamReader reader = new InputStreamReader(in, StandardCharsets.UTF_8)) {
      return Mustache.compiler().escapeHTML(true).emptyStringIsFalse(true).compile(reader);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
