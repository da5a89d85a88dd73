package io.github.s3sync.examples.deploy;

/** What somebody deploys with. */
record Sample(
    String sourcePrefix,
    String destinationPrefix,
    String destinationKey,
    boolean copyTags,
    String alarmTopicArn,
    boolean allowCheck) {

  static final String REGION = "eu-west-1";
  static final String SOURCE_ACCOUNT = "111111111111";
  static final String DESTINATION_ACCOUNT = "222222222222";
  static final String SOURCE_BUCKET = "src";
  static final String DESTINATION_BUCKET = "dst";

  /** What everything is called, where the templates leave it to whoever deploys. */
  static final String NAME = "s3sync";

  static final String ROLE_ARN = "arn:aws:iam::" + SOURCE_ACCOUNT + ":role/" + NAME;
  static final String QUEUE_ARN = sqs(NAME);
  static final String DEAD_LETTERS = NAME + "-dead-letters";
  static final String DEAD_LETTER_QUEUE_ARN = sqs(DEAD_LETTERS);
  static final String LOG_GROUP = "/aws/lambda/" + NAME;
  static final String LOG_GROUP_ARN =
      "arn:aws:logs:" + REGION + ":" + SOURCE_ACCOUNT + ":log-group:" + LOG_GROUP;
  static final int TIMEOUT_SECONDS = 300;

  /** What the READMEs show. */
  static final Sample README = new Sample("in/", "bdp/", "{filename}", true, "", false);

  private static String sqs(String name) {
    return "arn:aws:sqs:" + REGION + ":" + SOURCE_ACCOUNT + ":" + name;
  }
}
