# The source's account: what S3 says of the bucket goes through a queue to a function that copies.

data "aws_caller_identity" "current" {}

data "aws_partition" "current" {}

resource "aws_sqs_queue" "notifications" {
  name                       = var.name
  visibility_timeout_seconds = 6 * var.timeout_seconds
  message_retention_seconds  = 345600
  sqs_managed_sse_enabled    = true

  redrive_policy = jsonencode({
    deadLetterTargetArn = aws_sqs_queue.dead_letters.arn
    # With the function's back-off that is some hours of trouble that passes by itself.
    maxReceiveCount     = 20
  })
}

resource "aws_sqs_queue" "dead_letters" {
  name = "${var.name}-dead-letters"
  # Counts from when S3 sent the message, not from when it came here.
  message_retention_seconds = 1209600
  sqs_managed_sse_enabled   = true
}

resource "aws_sqs_queue_policy" "notifications" {
  queue_url = aws_sqs_queue.notifications.url

  policy = templatefile("${path.module}/policies/queue.json.tftpl", {
    partition     = data.aws_partition.current.partition
    account       = data.aws_caller_identity.current.account_id
    queue         = aws_sqs_queue.notifications.arn
    source_bucket = var.source_bucket
  })
}

resource "aws_s3_bucket_notification" "source" {
  count  = var.replace_notifications ? 1 : 0
  bucket = var.source_bucket

  queue {
    id            = "s3sync-1"
    queue_arn     = aws_sqs_queue.notifications.arn
    events        = ["s3:ObjectCreated:*"]
    filter_prefix = var.source_prefix
  }

  # S3 sends a test message first.
  depends_on = [aws_sqs_queue_policy.notifications]
}

resource "aws_cloudwatch_log_group" "function" {
  name              = "/aws/lambda/${var.name}"
  retention_in_days = var.log_retention_days
}

resource "aws_iam_role" "function" {
  name = var.name

  assume_role_policy = templatefile("${path.module}/policies/trust.json.tftpl", {
    partition   = data.aws_partition.current.partition
    account     = data.aws_caller_identity.current.account_id
    allow_check = var.allow_check
  })
}

resource "aws_iam_role_policy" "copy" {
  name = "copy"
  role = aws_iam_role.function.id

  policy = templatefile("${path.module}/policies/copy.json.tftpl", {
    partition          = data.aws_partition.current.partition
    source_bucket      = var.source_bucket
    source_prefix      = var.source_prefix
    destination_bucket = var.destination_bucket
    destination_prefix = var.destination_prefix
    copy_tags          = var.copy_tags
  })
}

resource "aws_iam_role_policy" "run" {
  name = "run"
  role = aws_iam_role.function.id

  policy = templatefile("${path.module}/policies/run.json.tftpl", {
    queue     = aws_sqs_queue.notifications.arn
    log_group = aws_cloudwatch_log_group.function.arn
  })
}

resource "aws_lambda_function" "copy" {
  function_name    = var.name
  filename         = var.jar
  source_code_hash = filebase64sha256(var.jar)
  handler          = "io.github.s3sync.lambda.PrimedS3SyncHandler"
  runtime          = "java21"
  architectures    = ["x86_64"]
  memory_size      = var.memory_megabytes
  timeout          = var.timeout_seconds
  role             = aws_iam_role.function.arn
  publish          = true

  snap_start {
    apply_on = "PublishedVersions"
  }

  logging_config {
    # In this format lines with metrics stay as they are written.
    log_format = "Text"
    log_group  = aws_cloudwatch_log_group.function.name
  }

  environment {
    variables = {
      S3SYNC_SOURCE            = "s3://${var.source_bucket}/${var.source_prefix}"
      S3SYNC_DESTINATION       = "s3://${var.destination_bucket}/${var.destination_prefix}${var.destination_key}"
      S3SYNC_SOURCE_OWNER      = data.aws_caller_identity.current.account_id
      S3SYNC_DESTINATION_OWNER = var.destination_account
      S3SYNC_TAGS              = var.copy_tags
      S3SYNC_METRICS_NAMESPACE = "s3sync"
    }
  }
}

resource "aws_lambda_alias" "live" {
  name             = "live"
  function_name    = aws_lambda_function.copy.function_name
  function_version = aws_lambda_function.copy.version
}

resource "aws_lambda_event_source_mapping" "notifications" {
  event_source_arn        = aws_sqs_queue.notifications.arn
  function_name           = aws_lambda_alias.live.arn
  batch_size              = 10
  function_response_types = ["ReportBatchItemFailures"]

  scaling_config {
    maximum_concurrency = var.maximum_concurrency
  }

  # Lambda looks whether the role may read the queue.
  depends_on = [aws_iam_role_policy.copy, aws_iam_role_policy.run]
}
