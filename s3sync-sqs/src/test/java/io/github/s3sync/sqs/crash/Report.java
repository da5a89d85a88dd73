package io.github.s3sync.sqs.crash;

import java.util.Map;

/** What happened, as tables in Markdown. */
final class Report {

  private final StringBuilder text = new StringBuilder();

  private Report() {}

  static String of(Site site, Ledger ledger, int problems) {
    Report report = new Report();
    long messages = ledger.count("sent");
    report.table("what happened", "times");
    report.row("object written", ledger.count("write"));
    report.row("message sent", messages);
    report.row("… twice on purpose", ledger.count("sent twice"));
    report.row("… late and out of order", ledger.count("sent late"));
    report.row("… that can never succeed", ledger.count("poison"));
    report.row("… given up twice, for a kill", ledger.count("poison given up more than once"));
    report.row("most messages waiting at once", ledger.count("most waiting"));
    report.row("worker killed", ledger.count("kill"));
    report.row("… in mid-copy", ledger.count("kill in mid-copy"));
    report.row("… in mid-copy in parts", ledger.count("kill in mid-copy in parts"));
    report.row(
        "… between copy and acknowledgement",
        ledger.count("kill between copy and acknowledgement"));
    report.row("copy cut off by a kill", ledger.count("copy cut off"));
    report.row("worker told to end, and replaced", ledger.count("replaced"));
    report.row("worker frozen for longer than the visibility timeout", ledger.count("freeze"));
    report.row(
        "permission to write replicas taken away for a while",
        ledger.count("permission taken away"));
    report.row("rules changed in S3", ledger.count("rules changed"));
    report.row("delivery", ledger.deliveries());
    report.row("… beyond one a message", ledger.deliveries() - messages);
    report.row("copy carried out to its end", ledger.count("copies"));
    report.row("upload in parts left open, for the lifecycle rule", site.s3().openUploads());
    report.all("what workers said of a delivery", ledger.below("fate "));
    report.all("… and of each record", ledger.below("outcome "));
    report.all("rules that workers read", ledger.below("rules read "));
    report.all("what a request to S3 was made to be", ledger.below("fault "));
    Map<String, Long> calls = ledger.below("call ");
    report.all("call to SQS", calls);
    long made = calls.values().stream().mapToLong(Long::longValue).sum();
    report.row("for each message", String.format("%.2f", (double) made / messages));
    report.all("call to SQS that was made to fail", ledger.below("failed "));
    report.table("what should not be", "times");
    report.row("replica missing", ledger.count("replica missing"));
    report.row("replica wrong", ledger.count("replica wrong"));
    report.row("message lost that can never succeed", ledger.count("poison lost"));
    report.row("problem in all", problems);
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
