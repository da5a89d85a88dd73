package io.github.s3sync.setup.policy;

import software.amazon.awssdk.arns.Arn;

/** Lists the services that S3 sends notifications to. */
enum Target {
  QUEUE("sqs", "sqs:SendMessage", "QueueConfigurations", "QueueArn"),
  TOPIC("sns", "sns:Publish", "TopicConfigurations", "TopicArn"),
  FUNCTION("lambda", "lambda:InvokeFunction", "LambdaFunctionConfigurations", "LambdaFunctionArn");

  private final String service;
  private final String action;
  private final String list;
  private final String field;

  Target(String service, String action, String list, String field) {
    this.service = service;
    this.action = action;
    this.list = list;
    this.field = field;
  }

  static Target of(Arn arn) {
    for (Target target : values()) {
      if (target.service.equals(arn.service())) {
        if (arn.resourceAsString().endsWith(".fifo")) {
          throw new IllegalArgumentException(
              "target is '"
                  + arn
                  + "': S3 does not send to a FIFO queue or topic, expected EventBridge in between,"
                  + " or another");
        }
        return target;
      }
    }
    throw new IllegalArgumentException(
        "target is '" + arn + "', expected the ARN of an SQS queue, an SNS topic or a function");
  }

  /** Returns the action that S3 must be allowed to perform. */
  String action() {
    return action;
  }

  /** Returns the name of its list in a notification configuration. */
  String list() {
    return list;
  }

  String field() {
    return field;
  }
}
