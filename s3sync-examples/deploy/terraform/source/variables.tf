variable "region" {
  description = "The source bucket's Region."
  type        = string
}

variable "name" {
  description = "The name of the queue, function, role, alarms and dashboard."
  type        = string
  default     = "s3sync"
}

variable "jar" {
  description = "The path of s3sync-lambda-...-all.jar."
  type        = string
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
  description = "The permissions boundary of the role. Empty for none."
  type        = string
  default     = ""
}

variable "read_replicas" {
  description = "Whether the role may read under the destination's prefix, to compare replicas with their sources and to resume multipart copies. Copying also works without it."
  type        = bool
  default     = true
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

variable "copy_tags" {
  description = "Whether tags are copied."
  type        = bool
  default     = true
}

variable "replace_notifications" {
  description = "Whether to replace the source bucket's notification configuration by the one that s3sync needs. All its other notifications are lost. With false, add the notification by hand."
  type        = bool
}

variable "timeout_seconds" {
  description = "The timeout of one attempt. A failure that may pass is retried after seconds. Every other failed message is received again after six times the timeout, 20 times in total."
  type        = number
  default     = 300

  validation {
    condition     = var.timeout_seconds >= 60 && var.timeout_seconds <= 900
    error_message = "Expected 60 to 900."
  }
}

variable "memory_megabytes" {
  description = "The function's memory, which also determines its share of a processor."
  type        = number
  default     = 1024
}

variable "maximum_concurrency" {
  description = "The number of batches of ten that are handled at once, 2 to 1000."
  type        = number
  default     = 10
}

variable "log_retention_days" {
  description = "The number of days for which the log is kept, one of the numbers that CloudWatch Logs accepts."
  type        = number
  default     = 30
}

variable "lag_alarm_milliseconds" {
  description = "The 99th percentile of the lag above which an alarm is raised."
  type        = number
  default     = 900000
}

variable "allow_check" {
  description = "Whether principals of this account whose own policies allow it may assume the function's role, to run s3sync check with its permissions."
  type        = bool
  default     = false
}

variable "alarm_topic_arn" {
  description = "The SNS topic that receives the alarms. Empty for none."
  type        = string
  default     = ""
}
