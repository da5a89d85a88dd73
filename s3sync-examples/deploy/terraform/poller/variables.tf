variable "region" {
  description = "The source bucket's Region."
  type        = string
}

variable "name" {
  description = "The name of the queue, service, roles and alarms."
  type        = string
  default     = "s3sync"
}

variable "image" {
  description = "The image of s3sync-service, such as one in Amazon ECR."
  type        = string
}

variable "cluster" {
  description = "The name of the ECS cluster."
  type        = string
  default     = "default"
}

variable "subnets" {
  description = "Subnets that can reach S3, SQS and the registry of the image."
  type        = list(string)
}

variable "security_groups" {
  description = "Security groups that allow the task to connect to S3, SQS and the registry. Nothing connects to the task."
  type        = list(string)
}

variable "assign_public_ip" {
  description = "Whether tasks have public addresses, for subnets without a NAT gateway and without VPC endpoints."
  type        = bool
  default     = false
}

variable "tasks" {
  description = "The number of tasks that poll the queue."
  type        = number
  default     = 2
}

variable "concurrency" {
  description = "The number of messages that each task handles at once."
  type        = number
  default     = 16

  validation {
    condition     = var.concurrency >= 1 && var.concurrency <= 1000
    error_message = "Expected 1 to 1000."
  }
}

variable "cpu" {
  description = "The CPU units of a task."
  type        = number
  default     = 512
}

variable "memory_megabytes" {
  description = "The memory of a task."
  type        = number
  default     = 1024

  validation {
    condition     = var.memory_megabytes >= 512
    error_message = "Expected 512 or more."
  }
}

variable "source_bucket" {
  description = "The bucket to copy from. It must exist, in this account and Region."
  type        = string
}

variable "other_source_bucket_arns" {
  description = "The ARNs of further buckets of this account whose notifications the queue accepts, for rules_uri."
  type        = list(string)
  default     = []
}

variable "source_prefix" {
  description = "The prefix of the keys to copy, such as in/. Empty for all."
  type        = string
  default     = ""

  validation {
    condition     = can(regex("^[^*?\\x22\\x24{}\\\\\\x00-\\x1f\\x7f]*$", var.source_prefix))
    error_message = "Expected no wildcards, dollar signs, braces, backslashes, quotes or control characters."
  }
}

variable "destination_bucket" {
  description = "The bucket to copy to. Required unless rules_uri is given."
  type        = string
  default     = ""
}

variable "destination_account" {
  description = "The account that owns the destination bucket, 12 digits. Required unless rules_uri is given."
  type        = string
  default     = ""

  validation {
    condition     = can(regex("^([0-9]{12})?$", var.destination_account))
    error_message = "Expected 12 digits."
  }
}

variable "destination_region" {
  description = "The Region of the destination bucket. Empty for the source's Region."
  type        = string
  default     = ""
}

# Literal text only, because the policies allow the function to write only under it.
variable "destination_prefix" {
  description = "The prefix of the replicas' keys, such as bdp/."
  type        = string
  default     = ""

  validation {
    condition     = can(regex("^([^*?\\x22\\x24{}\\\\\\x00-\\x1f\\x7f]*/)?$", var.destination_prefix))
    error_message = "Expected an empty prefix, or a prefix that ends with a slash and has no wildcards, dollar signs, braces, backslashes, quotes or control characters."
  }
}

# Starts with a placeholder, so that no literal text extends the prefix that the policies allow.
variable "destination_key" {
  description = "The key after the prefix, such as {filename}. Empty for the part of the key after the source's prefix."
  type        = string
  default     = ""

  validation {
    condition     = can(regex("^(\\{[^{}]+\\}.*)?$", var.destination_key))
    error_message = "Expected an empty key, or a key that starts with a placeholder such as {filename}."
  }
}

variable "rules_uri" {
  description = "The address of rules in JSON, such as s3://conf/rules.json, instead of the one rule that the other variables form. policy_arns must contain their policies."
  type        = string
  default     = ""

  validation {
    condition     = can(regex("^(s3://[^/]+/.+)?$", var.rules_uri))
    error_message = "Expected s3://bucket/key."
  }
}

variable "rules_owner" {
  description = "The account that owns the bucket of rules_uri. Empty for this account."
  type        = string
  default     = ""
}

variable "policy_arns" {
  description = "With rules_uri: the managed policies that s3sync policies prints for the rules."
  type        = list(string)
  default     = []
}

variable "source_key_arn" {
  description = "The KMS key that encrypts objects of the source. Empty if there is none, or if it is an AWS managed key."
  type        = string
  default     = ""
}

variable "destination_key_arn" {
  description = "The KMS key that encrypts replicas. Empty if there is none, or if it is an AWS managed key."
  type        = string
  default     = ""
}

variable "queue_key_arn" {
  description = "The KMS key that encrypts the queues. Its policy must allow S3 to use it: see s3sync policies --queue-key. Empty for SSE-SQS."
  type        = string
  default     = ""
}

variable "permissions_boundary_arn" {
  description = "The permissions boundary of both roles. Empty for none."
  type        = string
  default     = ""
}

variable "read_replicas" {
  description = "Whether the role that copies may read under the destination's prefix, to compare replicas with their sources and to resume multipart copies. Copying also works without it."
  type        = bool
  default     = true
}

variable "replace_notifications" {
  description = "Whether to replace the source bucket's notification configuration by the one that s3sync needs. All its other notifications are lost. With false, add the notification by hand."
  type        = bool
}

variable "silence_hours" {
  description = "The number of hours without a notification after which an alarm is raised. 0 for no alarm."
  type        = number
  default     = 0

  validation {
    condition     = var.silence_hours >= 0 && var.silence_hours <= 168
    error_message = "Expected 0 to 168."
  }
}

variable "log_copies" {
  description = "Whether each copy is logged, in addition to failures."
  type        = bool
  default     = false
}

variable "log_retention_days" {
  description = "The number of days for which the log is kept, one of the numbers that CloudWatch Logs accepts."
  type        = number
  default     = 30
}

variable "alarm_topic_arn" {
  description = "The SNS topic that receives the alarms. Empty for none."
  type        = string
  default     = ""
}
