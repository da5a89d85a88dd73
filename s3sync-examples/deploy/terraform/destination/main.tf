# The destination's account: allows the role of the source's account to write replicas into the bucket.

data "aws_partition" "current" {}

locals {
  bucket_policy = templatefile("${path.module}/policies/bucket.json.tftpl", {
    partition          = data.aws_partition.current.partition
    role_arns          = jsonencode(concat([var.role_arn], var.other_role_arns))
    destination_bucket = var.destination_bucket
    # IAM accepts no characters above U+00FF in policies.
    destination_prefix    = regex("^[^\\x{100}-\\x{10ffff}]*", var.destination_prefix)
    copy_tags             = var.copy_tags
    read_replicas         = var.read_replicas
    read_tags_of_replicas = alltrue([var.read_replicas, var.copy_tags])
  })
}

resource "aws_s3_bucket" "destination" {
  count  = var.create_bucket ? 1 : 0
  bucket = var.destination_bucket
}

resource "aws_s3_bucket_versioning" "destination" {
  count  = var.create_bucket ? 1 : 0
  bucket = aws_s3_bucket.destination[0].bucket

  versioning_configuration {
    status = "Enabled"
  }
}

resource "aws_s3_bucket_policy" "destination" {
  count  = var.replace_policy_and_lifecycle ? 1 : 0
  bucket = var.destination_bucket
  policy = local.bucket_policy

  depends_on = [aws_s3_bucket.destination]
}

resource "aws_s3_bucket_lifecycle_configuration" "destination" {
  count  = var.replace_policy_and_lifecycle ? 1 : 0
  bucket = var.destination_bucket

  rule {
    id     = "s3sync-abandoned-uploads"
    status = "Enabled"

    filter {}

    abort_incomplete_multipart_upload {
      days_after_initiation = 7
    }
  }

  depends_on = [aws_s3_bucket.destination, aws_s3_bucket_versioning.destination]
}

output "bucket_policy" {
  description = "The required bucket policy, whether or not this module sets it."
  value       = local.bucket_policy
}
