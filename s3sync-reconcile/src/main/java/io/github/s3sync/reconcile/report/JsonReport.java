package io.github.s3sync.reconcile.report;

import com.fasterxml.jackson.core.JsonEncoding;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.github.s3sync.key.ObjectRef;
import io.github.s3sync.reconcile.finding.Finding;
import io.github.s3sync.reconcile.finding.FindingListener;
import io.github.s3sync.request.ObjectState;
import io.github.s3sync.request.ReplicaAspect;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Writes one JSON object for each finding, each on a separate line (NDJSON). Keys are exact. Each
 * line is written immediately, so that the report of an interrupted run is usable.
 *
 * <p>Safe for use by many threads.
 *
 * @since 0.1.0
 */
public final class JsonReport implements FindingListener, Closeable {

  private final JsonGenerator json;

  /**
   * Creates a report.
   *
   * @param out receives the report as UTF-8, and is closed with it
   */
  public JsonReport(OutputStream out) {
    try {
      this.json = new JsonFactory().createGenerator(out, JsonEncoding.UTF8);
      json.setRootValueSeparator(null);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public synchronized void onFinding(Finding finding) {
    try {
      json.writeStartObject();
      json.writeStringField("verdict", finding.verdict().name());
      json.writeStringField("action", finding.action().name());
      json.writeStringField("rule", finding.rule());
      write("source", finding.source(), finding.sourceState());
      write("replica", finding.replica(), finding.replicaState());
      write("differs", finding.differing());
      write("unknown", finding.unknown());
      String reason = FindingText.reason(finding);
      if (reason != null) {
        json.writeStringField("reason", reason);
      }
      if (finding.message() != null) {
        json.writeStringField("message", finding.message());
      }
      json.writeNumberField("requests", finding.requests());
      json.writeEndObject();
      json.writeRaw('\n');
      json.flush();
    } catch (IOException e) {
      throw new UncheckedIOException("the report cannot be written: " + e.getMessage(), e);
    }
  }

  private void write(String name, @Nullable ObjectRef object, @Nullable ObjectState state)
      throws IOException {
    if (object == null) {
      return;
    }
    json.writeObjectFieldStart(name);
    json.writeStringField("bucket", object.bucket());
    json.writeStringField("key", object.key());
    if (state != null) {
      json.writeNumberField("size", state.sizeBytes());
      json.writeStringField("eTag", state.eTag());
      if (state.lastModified() != null) {
        json.writeStringField("lastModified", state.lastModified().toString());
      }
      if (state.versionId() != null) {
        json.writeStringField("versionId", state.versionId());
      }
    }
    json.writeEndObject();
  }

  private void write(String name, Set<ReplicaAspect> aspects) throws IOException {
    if (!aspects.isEmpty()) {
      json.writeArrayFieldStart(name);
      for (String aspect : FindingText.names(aspects)) {
        json.writeString(aspect);
      }
      json.writeEndArray();
    }
  }

  /** Closes the stream. */
  @Override
  public synchronized void close() throws IOException {
    json.close();
  }
}
