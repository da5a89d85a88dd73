package io.github.s3sync.sqs.crash;

import java.util.Map;

/** Prints the counts as tables in Markdown. */
final class Report {

  private final StringBuilder text = new StringBuilder();

  private Report() {}

  static String of(Site site, Ledger ledger, int problems) {
    Report report = new Report();
    long messages = ledger.count("sent");
    report.table("event", "times");
    report.row("object written", ledger.count("write"));
    report.row("message sent", messages);
    report.row("… twice, on purpose", ledger.count("sent twice"));
    report.row("… late and out of order", ledger.count("sent late"));
    report.row("… that can never succeed", ledger.count("poison"));
    report.row(
        "… dead-lettered twice, because of a kill", ledger.count("poison given up more than once"));
    report.row("maximum of waiting messages", ledger.count("most waiting"));
    report.row("worker killed", ledger.count("kill"));
    report.row("… during a copy", ledger.count("kill in mid-copy"));
    report.row("… during a multipart copy", ledger.count("kill in mid-copy in parts"));
    report.row(
        "… between copy and acknowledgement",
        ledger.count("kill between copy and acknowledgement"));
    report.row("copy interrupted by a kill", ledger.count("copy cut off"));
    report.row("worker stopped and replaced", ledger.count("replaced"));
    report.row("worker frozen for longer than the visibility timeout", ledger.count("freeze"));
    report.row(
        "permission to write replicas removed for a while", ledger.count("permission taken away"));
    report.row("rules changed in S3", ledger.count("rules changed"));
    report.row("message sent whose key mapping hangs", ledger.count("hanging sent"));
    report.row("… hung for 21 seconds, in all deliveries", ledger.count("hung"));
    report.row("delivery", ledger.deliveries());
    report.row("… beyond one for each message", ledger.deliveries() - messages);
    report.row("copy completed", ledger.count("copies"));
    report.row("multipart upload left open, for the lifecycle rule", site.s3().openUploads());
    report.all("fate of a delivery, as workers reported it", ledger.below("fate "));
    report.all("outcome of a record, as workers reported it", ledger.below("outcome "));
    report.all("rules that workers read", ledger.below("rules read "));
    report.all("fault injected into a request to S3", ledger.below("fault "));
    Map<String, Long> calls = ledger.below("call ");
    report.all("call to SQS", calls);
    long made = calls.values().stream().mapToLong(Long::longValue).sum();
    report.row("for each message", String.format("%.2f", (double) made / messages));
    report.all("call to SQS with an injected failure", ledger.below("failed "));
    report.table("violation", "times");
    report.row("replica missing", ledger.count("replica missing"));
    report.row("replica wrong", ledger.count("replica wrong"));
    report.row("lost message that can never succeed", ledger.count("poison lost"));
    report.row("problems in total", problems);
    return report.text.toString();
  }

  private void all(String what, Map<String, Long> counts) {
    if (!counts.isEmpty()) {
      table(what, "times");
      counts.forEach(this::row);
    }
  }

  private void table(String what, String number) {
    text.append("\n| ").append(what).append(" | ").append(number).append(" |\n| --- | ---: |\n");
  }

  private void row(String what, long number) {
    row(what, String.format("%,d", number));
  }

  private void row(String what, String value) {
    text.append("| ").append(what).append(" | ").append(value).append(" |\n");
  }
}
