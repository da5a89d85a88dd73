# The poller logs this warning at most once a minute.
resource "aws_cloudwatch_log_metric_filter" "no_rule" {
  name           = "${var.name}-no-rule"
  log_group_name = aws_cloudwatch_log_group.poller.name
  pattern        = "\"events matched no rule\""

  metric_transformation {
    namespace = "s3sync"
    name      = "${var.name}-NoRule"
    value     = "1"
  }
}

resource "aws_cloudwatch_metric_alarm" "not_copied" {
  alarm_name          = "${var.name}-not-copied"
  alarm_description   = "Objects are not copied, and not retried until an operator intervenes. Their messages are in the dead-letter queue."
  namespace           = "AWS/SQS"
  metric_name         = "ApproximateNumberOfMessagesVisible"
  dimensions          = { QueueName = aws_sqs_queue.dead_letters.name }
  statistic           = "Maximum"
  period              = 60
  evaluation_periods  = 1
  comparison_operator = "GreaterThanThreshold"
  threshold           = 0
  treat_missing_data  = "notBreaching"
  alarm_actions       = compact([var.alarm_topic_arn])
}

resource "aws_cloudwatch_metric_alarm" "oldest_message" {
  alarm_name          = "${var.name}-oldest-message"
  alarm_description   = "A notification has waited for 15 minutes: no task polls, or copies fail."
  namespace           = "AWS/SQS"
  metric_name         = "ApproximateAgeOfOldestMessage"
  dimensions          = { QueueName = aws_sqs_queue.notifications.name }
  statistic           = "Maximum"
  period              = 60
  evaluation_periods  = 5
  comparison_operator = "GreaterThanThreshold"
  threshold           = 900
  treat_missing_data  = "notBreaching"
  alarm_actions       = compact([var.alarm_topic_arn])
}

resource "aws_cloudwatch_metric_alarm" "no_rule" {
  # If the notification covers more keys than the rule, events without a rule are not a mistake.
  count               = length(regexall("^[A-Za-z0-9/._ -]*$", var.source_prefix))
  alarm_name          = "${var.name}-no-rule"
  alarm_description   = "No rule matches a notification, which is therefore deleted without a copy. The bucket, the prefix or the notification configuration is wrong."
  namespace           = "s3sync"
  metric_name         = "${var.name}-NoRule"
  statistic           = "Sum"
  period              = 300
  evaluation_periods  = 1
  comparison_operator = "GreaterThanThreshold"
  threshold           = 0
  treat_missing_data  = "notBreaching"
  alarm_actions       = compact([var.alarm_topic_arn])
}

resource "aws_cloudwatch_metric_alarm" "silence" {
  count               = min(var.silence_hours, 1)
  alarm_name          = "${var.name}-silence"
  alarm_description   = "S3 has sent no notification for a long time: its notification configuration may be missing."
  namespace           = "AWS/SQS"
  metric_name         = "NumberOfMessagesSent"
  dimensions          = { QueueName = aws_sqs_queue.notifications.name }
  statistic           = "Sum"
  period              = 3600
  evaluation_periods  = var.silence_hours
  comparison_operator = "LessThanThreshold"
  threshold           = 1
  treat_missing_data  = "breaching"
  alarm_actions       = compact([var.alarm_topic_arn])
}
