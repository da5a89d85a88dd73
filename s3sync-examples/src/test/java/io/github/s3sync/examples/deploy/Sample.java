package io.github.s3sync.examples.deploy;

/** Contains the parameters of a deployment. */
record Sample(
    String sourcePrefix,
    String destinationPrefix,
    String destinationKey,
    boolean copyTags,
    String alarmTopicArn,
    boolean allowCheck,
    Extras extras) {

  /** Contains the parameters that are empty by default. */
  record Extras(
      String destinationRegion,
      String sourceKey,
      String destinationKey,
      String rulesUri,
      boolean readReplicas,
      int silenceHours) {

    static final Extras NONE = new Extras("", "", "", "", true, 0);
  }

  Sample(
      String sourcePrefix,
      String destinationPrefix,
      String destinationKey,
      boolean copyTags,
      String alarmTopicArn,
      boolean allowCheck) {
    this(
        sourcePrefix,
        destinationPrefix,
        destinationKey,
        copyTags,
        alarmTopicArn,
        allowCheck,
        Extras.NONE);
  }

  Sample with(Extras others) {
    return new Sample(
        sourcePrefix,
        destinationPrefix,
        destinationKey,
        copyTags,
        alarmTopicArn,
        allowCheck,
        others);
  }

  /** Returns the part of a prefix that IAM accepts in a policy. */
  static String policyPrefix(String prefix) {
    return prefix.replaceFirst("(?s)[^\\x00-\\xff].*", "");
  }

  static final String REGION = "eu-west-1";
  static final String SOURCE_ACCOUNT = "111111111111";
  static final String DESTINATION_ACCOUNT = "222222222222";
  static final String SOURCE_BUCKET = "src";
  static final String DESTINATION_BUCKET = "dst";

  /** The name of all resources whose names the templates leave to the user. */
  static final String NAME = "s3sync";

  static final String ROLE_ARN = "arn:aws:iam::" + SOURCE_ACCOUNT + ":role/" + NAME;
  static final String QUEUE_ARN = sqs(NAME);
  static final String DEAD_LETTERS = NAME + "-dead-letters";
  static final String DEAD_LETTER_QUEUE_ARN = sqs(DEAD_LETTERS);
  static final String LOG_GROUP = "/aws/lambda/" + NAME;
  static final String LOG_GROUP_ARN =
      "arn:aws:logs:" + REGION + ":" + SOURCE_ACCOUNT + ":log-group:" + LOG_GROUP;
  static final int TIMEOUT_SECONDS = 300;
  static final String SOURCE_KEY = "arn:aws:kms:eu-west-1:111111111111:key/1";
  static final String DESTINATION_KEY = "arn:aws:kms:us-east-1:222222222222:key/2";

  /** The example in the READMEs. */
  static final Sample README = new Sample("in/", "bdp/", "{filename}", true, "", false);

  private static String sqs(String name) {
    return "arn:aws:sqs:" + REGION + ":" + SOURCE_ACCOUNT + ":" + name;
  }
}
