# The source's account: a queue receives the bucket's notifications, and the poller copies the objects. It runs as a
# container on ECS with Fargate.

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

  # The one rule that the variables form, if there are no rules in an object.
  source             = local.has_rules ? "" : "s3://${var.source_bucket}/${var.source_prefix}"
  destination        = local.has_rules ? "" : "s3://${var.destination_bucket}/${var.destination_prefix}${var.destination_key}"
  destination_region = local.has_rules ? "" : var.destination_region
  source_owner       = local.has_rules ? "" : data.aws_caller_identity.current.account_id
  destination_owner  = local.has_rules ? "" : var.destination_account

  # IAM accepts no characters above U+00FF in policies.
  source_policy_prefix      = regex("^[^\\x{100}-\\x{10ffff}]*", var.source_prefix)
  destination_policy_prefix = regex("^[^\\x{100}-\\x{10ffff}]*", var.destination_prefix)

  # S3 compares prefixes in the encoding of its notifications, with a plus sign for a space. The encoding of other
  # characters is not documented, so the prefix ends before them.
  notification_prefix = replace(regex("^[A-Za-z0-9/._ -]*", var.source_prefix), " ", "+")
}

resource "aws_sqs_queue" "notifications" {
  name = var.name
  # The poller extends the visibility timeout while it works on a message.
  visibility_timeout_seconds = 60
  message_retention_seconds  = 345600
  sqs_managed_sse_enabled    = local.has_queue_key ? null : true
  kms_master_key_id          = local.has_queue_key ? var.queue_key_arn : null

  redrive_policy = jsonencode({
    deadLetterTargetArn = aws_sqs_queue.dead_letters.arn
    # The poller retries within seconds, so a small number of receives would soon be used up.
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

resource "aws_cloudwatch_log_group" "poller" {
  name              = "/s3sync/${var.name}"
  retention_in_days = var.log_retention_days
}

# The permissions of ECS itself: to pull the image and to write the log.
resource "aws_iam_role" "execution" {
  name                 = "${var.name}-execution"
  permissions_boundary = local.has_boundary ? var.permissions_boundary_arn : null
  assume_role_policy   = templatefile("${path.module}/../policies/trust.json.tftpl", { service = "ecs-tasks.amazonaws.com" })
}

resource "aws_iam_role_policy_attachment" "execution" {
  role       = aws_iam_role.execution.name
  policy_arn = "arn:${data.aws_partition.current.partition}:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy"
}

resource "aws_iam_role" "copy" {
  name                 = var.name
  permissions_boundary = local.has_boundary ? var.permissions_boundary_arn : null
  assume_role_policy   = templatefile("${path.module}/../policies/trust.json.tftpl", { service = "ecs-tasks.amazonaws.com" })
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

resource "aws_iam_role_policy" "poll" {
  name = "poll"
  role = aws_iam_role.copy.id

  policy = templatefile("${path.module}/policies/poll.json.tftpl", {
    queue             = aws_sqs_queue.notifications.arn
    dead_letter_queue = aws_sqs_queue.dead_letters.arn
    has_queue_key     = local.has_queue_key
    queue_key         = var.queue_key_arn
  })
}

resource "aws_ecs_task_definition" "poller" {
  family                   = var.name
  requires_compatibilities = ["FARGATE"]
  network_mode             = "awsvpc"
  cpu                      = var.cpu
  memory                   = var.memory_megabytes
  execution_role_arn       = aws_iam_role.execution.arn
  task_role_arn            = aws_iam_role.copy.arn

  container_definitions = jsonencode([
    {
      name                   = "s3sync"
      image                  = var.image
      essential              = true
      readonlyRootFilesystem = true
      # Longer than the poller's own timeout, so that running copies can finish.
      stopTimeout = 120
      # The service ignores empty values.
      environment = [
        { name = "AWS_REGION", value = var.region },
        { name = "S3SYNC_QUEUE_URL", value = aws_sqs_queue.notifications.url },
        { name = "S3SYNC_DEAD_LETTER_QUEUE_URL", value = aws_sqs_queue.dead_letters.url },
        { name = "S3SYNC_RULES", value = var.rules_uri },
        { name = "S3SYNC_RULES_OWNER", value = local.rules_owner },
        { name = "S3SYNC_SOURCE", value = local.source },
        { name = "S3SYNC_DESTINATION", value = local.destination },
        { name = "S3SYNC_DESTINATION_REGION", value = local.destination_region },
        { name = "S3SYNC_SOURCE_OWNER", value = local.source_owner },
        { name = "S3SYNC_DESTINATION_OWNER", value = local.destination_owner },
        { name = "S3SYNC_CONCURRENCY", value = tostring(var.concurrency) },
        { name = "S3SYNC_SHUTDOWN_TIMEOUT_SECONDS", value = "100" },
        { name = "S3SYNC_HEALTH_PORT", value = "8080" },
        { name = "S3SYNC_LOG_COPIES", value = tostring(var.log_copies) },
      ]
      portMappings = [
        { containerPort = 8080 },
      ]
      logConfiguration = {
        logDriver = "awslogs"
        options = {
          "awslogs-group"         = aws_cloudwatch_log_group.poller.name
          "awslogs-region"        = var.region
          "awslogs-stream-prefix" = "s3sync"
        }
      }
    },
  ])
}

resource "aws_ecs_service" "poller" {
  name                               = var.name
  cluster                            = var.cluster
  launch_type                        = "FARGATE"
  task_definition                    = aws_ecs_task_definition.poller.arn
  desired_count                      = var.tasks
  deployment_minimum_healthy_percent = 50
  deployment_maximum_percent         = 200

  deployment_circuit_breaker {
    enable   = true
    rollback = true
  }

  network_configuration {
    subnets          = var.subnets
    security_groups  = var.security_groups
    assign_public_ip = var.assign_public_ip
  }

  # The poller reads its rules and its queue as soon as it starts.
  depends_on = [
    aws_iam_role_policy.copy,
    aws_iam_role_policy.rules,
    aws_iam_role_policy.poll,
    aws_iam_role_policy_attachment.rules,
    aws_iam_role_policy_attachment.execution,
  ]
}
