# The source's account: the function that S3 Batch Operations invokes for each object of a manifest, and the role of a
# job.

data "aws_caller_identity" "current" {}

data "aws_partition" "current" {}

locals {
  has_rules           = var.rules_uri != ""
  own_rules_owner     = var.rules_owner != "" ? var.rules_owner : data.aws_caller_identity.current.account_id
  rules_owner         = local.has_rules ? local.own_rules_owner : ""
  has_source_key      = var.source_key_arn != ""
  has_destination_key = var.destination_key_arn != ""
  has_boundary        = var.permissions_boundary_arn != ""
  destination_key_sid = local.has_source_key ? "UseKeys2" : "UseKeys"

  # IAM accepts no characters above U+00FF in policies.
  source_policy_prefix      = regex("^[^\\x{100}-\\x{10ffff}]*", var.source_prefix)
  destination_policy_prefix = regex("^[^\\x{100}-\\x{10ffff}]*", var.destination_prefix)
}

resource "aws_cloudwatch_log_group" "function" {
  name              = "/aws/lambda/${var.name}"
  retention_in_days = var.log_retention_days
}

resource "aws_iam_role" "copy" {
  name                 = var.name
  permissions_boundary = local.has_boundary ? var.permissions_boundary_arn : null
  assume_role_policy   = templatefile("${path.module}/../policies/trust.json.tftpl", { service = "lambda.amazonaws.com" })
}

resource "aws_iam_role_policy_attachment" "rules" {
  for_each   = toset(local.has_rules ? var.policy_arns : [])
  role       = aws_iam_role.copy.name
  policy_arn = each.value
}

resource "aws_iam_role_policy" "rules" {
  count = local.has_rules ? 1 : 0
  name  = "rules"
  role  = aws_iam_role.copy.id

  policy = templatefile("${path.module}/../policies/rules.json.tftpl", {
    partition = data.aws_partition.current.partition
    object    = replace(var.rules_uri, "s3://", "")
  })
}

resource "aws_iam_role_policy" "copy" {
  count = local.has_rules ? 0 : 1
  name  = "copy"
  role  = aws_iam_role.copy.id

  policy = templatefile("${path.module}/../policies/copy.json.tftpl", {
    partition             = data.aws_partition.current.partition
    dns_suffix            = data.aws_partition.current.dns_suffix
    source_bucket         = var.source_bucket
    source_prefix         = local.source_policy_prefix
    destination_bucket    = var.destination_bucket
    destination_prefix    = local.destination_policy_prefix
    copy_tags             = true
    read_replicas         = var.read_replicas
    read_tags_of_replicas = var.read_replicas
    has_source_key        = local.has_source_key
    source_key            = var.source_key_arn
    has_destination_key   = local.has_destination_key
    destination_key       = var.destination_key_arn
    destination_key_sid   = local.destination_key_sid
  })
}

resource "aws_iam_role_policy" "run" {
  name = "run"
  role = aws_iam_role.copy.id

  policy = templatefile("${path.module}/policies/run.json.tftpl", {
    log_group = aws_cloudwatch_log_group.function.arn
  })
}

resource "aws_lambda_function" "copy" {
  function_name    = var.name
  filename         = var.jar
  source_code_hash = filebase64sha256(var.jar)
  handler          = "io.github.s3sync.lambda.S3SyncHandler"
  runtime          = "java21"
  architectures    = ["x86_64"]
  memory_size      = var.memory_megabytes
  timeout          = var.timeout_seconds
  role             = aws_iam_role.copy.arn

  reserved_concurrent_executions = var.reserved_concurrency

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
      S3SYNC_METRICS_NAMESPACE  = "s3sync"
    }
  }
}

# A job runs with this role.
resource "aws_iam_role" "job" {
  name                 = "${var.name}-job"
  permissions_boundary = local.has_boundary ? var.permissions_boundary_arn : null
  assume_role_policy   = templatefile("${path.module}/../policies/trust.json.tftpl", { service = "batchoperations.s3.amazonaws.com" })
}

resource "aws_iam_role_policy" "job" {
  name = "job"
  role = aws_iam_role.job.id

  policy = templatefile("${path.module}/policies/job.json.tftpl", {
    partition   = data.aws_partition.current.partition
    function    = aws_lambda_function.copy.arn
    jobs_bucket = var.jobs_bucket
  })
}
