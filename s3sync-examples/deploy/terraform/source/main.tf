# The source's account: a queue receives the bucket's notifications, and a function copies the objects.

data "aws_caller_identity" "current" {}

data "aws_partition" "current" {}

locals {
  has_rules           = var.rules_uri != ""
  own_rules_owner     = var.rules_owner != "" ? var.rules_owner : data.aws_caller_identity.current.account_id
  rules_owner         = local.has_rules ? local.own_rules_owner : ""
  has_source_key      = var.source_key_arn != ""
  has_destination_key = var.destination_key_arn != ""
  has_queue_key       = var.queue_key_arn != ""
  has_boundary        = var.permissions_boundary_arn != ""
  destination_key_sid = local.has_source_key ? "UseKeys2" : "UseKeys"

  # IAM accepts no characters above U+00FF in policies.
  source_policy_prefix      = regex("^[^\\x{100}-\\x{10ffff}]*", var.source_prefix)
  destination_policy_prefix = regex("^[^\\x{100}-\\x{10ffff}]*", var.destination_prefix)

  # S3 compares prefixes in the encoding of its notifications, with a plus sign for a space. The encoding of other
  # characters is not documented, so the prefix ends before them.
  notification_prefix = replace(regex("^[A-Za-z0-9/._ -]*", var.source_prefix), " ", "+")
}

resource "aws_sqs_queue" "notifications" {
  name                       = var.name
  visibility_timeout_seconds = 6 * var.timeout_seconds
  message_retention_seconds  = 345600
  sqs_managed_sse_enabled    = local.has_queue_key ? null : true
  kms_master_key_id          = local.has_queue_key ? var.queue_key_arn : null

  redrive_policy = jsonencode({
    deadLetterTargetArn = aws_sqs_queue.dead_letters.arn
    # With the function's back-off, this is enough for some hours of failures that may pass.
    maxReceiveCount = 20
  })

  lifecycle {
    prevent_destroy = true
  }
}

resource "aws_sqs_queue" "dead_letters" {
  name = "${var.name}-dead-letters"
  # Counts from the time when S3 sent the message, not from its arrival here.
  message_retention_seconds = 1209600
  sqs_managed_sse_enabled   = local.has_queue_key ? null : true
  kms_master_key_id         = local.has_queue_key ? var.queue_key_arn : null

  # This queue holds the messages of objects that were not copied.
  lifecycle {
    prevent_destroy = true
  }
}

resource "aws_sqs_queue_policy" "notifications" {
  queue_url = aws_sqs_queue.notifications.url

  policy = templatefile("${path.module}/../policies/queue.json.tftpl", {
    account = data.aws_caller_identity.current.account_id
    queue   = aws_sqs_queue.notifications.arn
    sources = jsonencode(concat(
      ["arn:${data.aws_partition.current.partition}:s3:::${var.source_bucket}"],
      var.other_source_bucket_arns,
    ))
  })
}

resource "aws_s3_bucket_notification" "source" {
  count  = var.replace_notifications ? 1 : 0
  bucket = var.source_bucket

  queue {
    id            = "s3sync-1"
    queue_arn     = aws_sqs_queue.notifications.arn
    events        = ["s3:ObjectCreated:*"]
    filter_prefix = local.notification_prefix
  }

  # S3 sends a test message first.
  depends_on = [aws_sqs_queue_policy.notifications]
}

resource "aws_cloudwatch_log_group" "function" {
  name              = "/aws/lambda/${var.name}"
  retention_in_days = var.log_retention_days
}

resource "aws_iam_role" "function" {
  name                 = var.name
  permissions_boundary = local.has_boundary ? var.permissions_boundary_arn : null

  assume_role_policy = templatefile("${path.module}/policies/trust.json.tftpl", {
    partition   = data.aws_partition.current.partition
    account     = data.aws_caller_identity.current.account_id
    allow_check = var.allow_check
  })
}

resource "aws_iam_role_policy_attachment" "rules" {
  for_each   = toset(local.has_rules ? var.policy_arns : [])
  role       = aws_iam_role.function.name
  policy_arn = each.value
}

resource "aws_iam_role_policy" "rules" {
  count = local.has_rules ? 1 : 0
  name  = "rules"
  role  = aws_iam_role.function.id

  policy = templatefile("${path.module}/../policies/rules.json.tftpl", {
    partition = data.aws_partition.current.partition
    object    = replace(var.rules_uri, "s3://", "")
  })
}

resource "aws_iam_role_policy" "copy" {
  count = local.has_rules ? 0 : 1
  name  = "copy"
  role  = aws_iam_role.function.id

  policy = templatefile("${path.module}/../policies/copy.json.tftpl", {
    partition             = data.aws_partition.current.partition
    dns_suffix            = data.aws_partition.current.dns_suffix
    source_bucket         = var.source_bucket
    source_prefix         = local.source_policy_prefix
    destination_bucket    = var.destination_bucket
    destination_prefix    = local.destination_policy_prefix
    copy_tags             = var.copy_tags
    read_replicas         = var.read_replicas
    read_tags_of_replicas = alltrue([var.read_replicas, var.copy_tags])
    has_source_key        = local.has_source_key
    source_key            = var.source_key_arn
    has_destination_key   = local.has_destination_key
    destination_key       = var.destination_key_arn
    destination_key_sid   = local.destination_key_sid
  })
}

resource "aws_iam_role_policy" "run" {
  name = "run"
  role = aws_iam_role.function.id

  policy = templatefile("${path.module}/policies/run.json.tftpl", {
    queue         = aws_sqs_queue.notifications.arn
    log_group     = aws_cloudwatch_log_group.function.arn
    has_queue_key = local.has_queue_key
    queue_key     = var.queue_key_arn
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
    # This format does not change lines that contain metrics.
    log_format = "Text"
    log_group  = aws_cloudwatch_log_group.function.name
  }

  environment {
    # An empty variable counts as unset.
    variables = {
      S3SYNC_RULES              = var.rules_uri
      S3SYNC_RULES_OWNER        = local.rules_owner
      S3SYNC_SOURCE             = local.has_rules ? "" : "s3://${var.source_bucket}/${var.source_prefix}"
      S3SYNC_DESTINATION        = local.has_rules ? "" : "s3://${var.destination_bucket}/${var.destination_prefix}${var.destination_key}"
      S3SYNC_SOURCE_OWNER       = local.has_rules ? "" : data.aws_caller_identity.current.account_id
      S3SYNC_DESTINATION_OWNER  = local.has_rules ? "" : var.destination_account
      S3SYNC_DESTINATION_REGION = local.has_rules ? "" : var.destination_region
      S3SYNC_TAGS               = local.has_rules ? "" : tostring(var.copy_tags)
      S3SYNC_METRICS_NAMESPACE  = "s3sync"
      JAVA_TOOL_OPTIONS         = var.log_copies ? "-Dorg.slf4j.simpleLogger.log.io.github.s3sync.outcome=debug" : ""
    }
  }

  # The function reads its rules at initialisation, which happens when a version is published.
  depends_on = [aws_iam_role_policy.rules, aws_iam_role_policy_attachment.rules]
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

  # Lambda checks that the role may read the queue.
  depends_on = [aws_iam_role_policy.copy, aws_iam_role_policy.rules, aws_iam_role_policy.run]
}
