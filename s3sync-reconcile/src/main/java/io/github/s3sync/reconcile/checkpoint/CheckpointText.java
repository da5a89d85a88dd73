package io.github.s3sync.reconcile.checkpoint;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.s3sync.reconcile.checkpoint.CheckpointException.Reason;
import io.github.s3sync.reconcile.compare.FlowState;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Writes and reads checkpoints. The first line names the format and the SHA-256 digest of the
 * second line, which is the checkpoint. A truncated or changed checkpoint is therefore noticed.
 */
final class CheckpointText {

  private static final String FORMAT = "s3sync-checkpoint-1";
  private static final ObjectMapper JSON = new ObjectMapper();

  private CheckpointText() {}

  static byte[] write(Checkpoint checkpoint) {
    ObjectNode json = JSON.createObjectNode();
    ObjectNode run = json.putObject("run");
    checkpoint.run().forEach(run::put);
    json.put("startedAt", checkpoint.startedAt().toString());
    ObjectNode flows = json.putObject("flows");
    checkpoint.flows().forEach((name, state) -> flows.set(name, FlowStateText.write(state)));
    try {
      byte[] content = JSON.writeValueAsBytes(json);
      ObjectNode header = JSON.createObjectNode();
      header.put("format", FORMAT).put("sha256", digest(content));
      ByteArrayOutputStream text = new ByteArrayOutputStream(content.length + 128);
      text.writeBytes(JSON.writeValueAsBytes(header));
      text.write('\n');
      text.writeBytes(content);
      text.write('\n');
      return text.toByteArray();
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a checkpoint is always valid JSON", e);
    }
  }

  static Checkpoint read(byte[] text, String location) {
    try {
      int line = indexOf(text, 0);
      int end = indexOf(text, line + 1);
      if (line < 0 || end != text.length - 1) {
        throw new IllegalArgumentException("it does not have two complete lines");
      }
      JsonNode header = JSON.readTree(text, 0, line);
      if (!FORMAT.equals(header.path("format").asText())) {
        throw new IllegalArgumentException("its format is not " + FORMAT);
      }
      byte[] content = Arrays.copyOfRange(text, line + 1, end);
      if (!digest(content).equals(header.path("sha256").asText())) {
        throw new IllegalArgumentException("its SHA-256 digest does not match its content");
      }
      return checkpoint(JSON.readTree(content));
    } catch (IOException | IllegalArgumentException | DateTimeException e) {
      throw new CheckpointException(
          Reason.CORRUPT,
          "the checkpoint "
              + location
              + " cannot be used: "
              + (e instanceof IOException ? "it is not JSON" : e.getMessage())
              + "; delete it to start from the beginning",
          e);
    }
  }

  private static Checkpoint checkpoint(JsonNode json) {
    Map<String, String> run = new LinkedHashMap<>();
    json.path("run").properties().forEach(e -> run.put(e.getKey(), e.getValue().asText()));
    Map<String, FlowState> flows = new LinkedHashMap<>();
    json.path("flows")
        .properties()
        .forEach(e -> flows.put(e.getKey(), FlowStateText.read(e.getValue())));
    return new Checkpoint(run, Instant.parse(json.path("startedAt").asText()), flows);
  }

  private static int indexOf(byte[] text, int from) {
    for (int i = from; i < text.length; i++) {
      if (text[i] == '\n') {
        return i;
      }
    }
    return -1;
  }

  private static String digest(byte[] content) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
