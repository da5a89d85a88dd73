package io.github.s3sync.lambda;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.s3sync.outcome.CopyOutcome;
import io.github.s3sync.outcome.SyncReport;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Represents an invocation by S3 Batch Operations, schema 1.0 or 2.0, and its answer. */
final class BatchInvocation {

  private final JsonNode invocation;

  BatchInvocation(JsonNode invocation) {
    this.invocation = invocation;
  }

  ObjectNode answer(SyncReport report) {
    Map<String, List<TaskResult>> results = new LinkedHashMap<>();
    for (JsonNode task : invocation.path("tasks")) {
      results.putIfAbsent(task.path("taskId").asText(), new ArrayList<>());
    }
    for (CopyOutcome outcome : report.outcomes()) {
      List<TaskResult> task = results.get(String.valueOf(outcome.recordId()));
      if (task == null) {
        // The invocation as a whole could not be read, so no task would report the failure.
        throw new NotCopiedException(report);
      }
      task.add(TaskResult.of(outcome));
    }
    ObjectNode answer = JsonNodeFactory.instance.objectNode();
    answer.set("invocationSchemaVersion", invocation.path("invocationSchemaVersion"));
    answer.put("treatMissingKeysAs", TaskResult.Code.TEMPORARY_FAILURE.text());
    answer.set("invocationId", invocation.path("invocationId"));
    var list = answer.putArray("results");
    results.forEach(
        (taskId, task) ->
            TaskResult.worst(task)
                .ifPresent(
                    worst ->
                        list.addObject()
                            .put("taskId", taskId)
                            .put("resultCode", worst.code().text())
                            .put("resultString", worst.text())));
    return answer;
  }
}
