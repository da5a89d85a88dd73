variable "region" {
  description = "The source bucket's Region."
  type        = string
}

variable "name" {
  description = "What queue, function, role, alarms and dashboard are called."
  type        = string
  default     = "s3sync"
}

variable "jar" {
  description = "The path of s3sync-lambda-...-all.jar."
  type        = string
}

variable "source_bucket" {
  description = "The bucket that is copied from. It exists, in this account and Region."
  type        = string
}

variable "source_prefix" {
  description = "How the keys begin that are copied, such as in/. Empty for all."
  type        = string
  default     = ""

  validation {
    condition     = can(regex("^[^*?\\x22\\x24{}\\\\\\x00-\\x1f\\x7f]*$", var.source_prefix))
    error_message = "Expected no wildcards, dollar signs, braces, backslashes, quotes or control characters."
  }
}

variable "destination_bucket" {
  description = "The bucket that is copied to. Required unless rules_uri is given."
  type        = string
  default     = ""
}

variable "destination_account" {
  description = "The 12 digits of the account that owns it. Required unless rules_uri is given."
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
  description = "The address of rules in JSON, such as s3://conf/rules.json, in place of the one rule that the other variables make. Their policies are in policy_arns."
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
  description = "With rules_uri, the managed policies that s3sync policies prints for the rules."
  type        = list(string)
  default     = []
}

variable "source_key_arn" {
  description = "The KMS key that encrypts objects of the source. Empty for none, or a key of AWS."
  type        = string
  default     = ""
}

variable "destination_key_arn" {
  description = "The KMS key that encrypts replicas. Empty for none, or a key of AWS."
  type        = string
  default     = ""
}

variable "queue_key_arn" {
  description = "The KMS key that encrypts the queues; its policy must let S3 use it, see s3sync policies --queue-key. Empty for SSE-SQS."
  type        = string
  default     = ""
}

variable "permissions_boundary_arn" {
  description = "The permissions boundary of the role. Empty for none."
  type        = string
  default     = ""
}

variable "read_replicas" {
  description = "Whether the role may read below the destination's prefix, to compare replicas with their sources and to resume multipart copies. With false, copies are made without it."
  type        = bool
  default     = true
}

variable "silence_hours" {
  description = "After how many hours without a notification there is an alarm. 0 for none."
  type        = number
  default     = 0
}

variable "log_copies" {
  description = "Whether each copy is logged, and not only failures."
  type        = bool
  default     = false
}

# Literal text only, because the policies let the function write under it, and nowhere else.
variable "destination_prefix" {
  description = "How the keys of replicas begin, such as bdp/."
  type        = string
  default     = ""

  validation {
    condition     = can(regex("^([^*?\\x22\\x24{}\\\\\\x00-\\x1f\\x7f]*/)?$", var.destination_prefix))
    error_message = "Expected nothing, or a prefix that ends in a slash and has no wildcards, dollar signs, braces, backslashes, quotes or control characters."
  }
}

# Begins with a placeholder, so that nothing literal is added to what the policies allow.
variable "destination_key" {
  description = "What follows the prefix, such as {filename}. Empty: what stands behind the source's prefix."
  type        = string
  default     = ""

  validation {
    condition     = can(regex("^(\\{[^{}]+\\}.*)?$", var.destination_key))
    error_message = "Expected nothing, or a placeholder such as {filename} at the beginning."
  }
}

variable "copy_tags" {
  description = "Whether tags are copied."
  type        = bool
  default     = true
}

variable "replace_notifications" {
  description = "Whether the source bucket's notifications become the one that is needed here. All others that it has are lost. With false, add it by hand."
  type        = bool
}

variable "timeout_seconds" {
  description = "How long one try may take. A failure that may pass is retried after seconds; every other message is received again after six times as long, 20 times in all."
  type        = number
  default     = 300

  validation {
    condition     = var.timeout_seconds >= 60 && var.timeout_seconds <= 900
    error_message = "Expected 60 to 900."
  }
}

variable "memory_megabytes" {
  description = "The function's memory, and with it its share of a processor."
  type        = number
  default     = 1024
}

variable "maximum_concurrency" {
  description = "How many batches of ten are in work at once, 2 to 1000."
  type        = number
  default     = 10
}

variable "log_retention_days" {
  description = "For how many days the log is kept, one of the numbers that CloudWatch Logs takes."
  type        = number
  default     = 30
}

variable "lag_alarm_milliseconds" {
  description = "From which lag on, at the 99th percentile, there is an alarm."
  type        = number
  default     = 900000
}

variable "allow_check" {
  description = "Whether those of this account whose own policies allow it may assume the function's role, to run s3sync check as it."
  type        = bool
  default     = false
}

variable "alarm_topic_arn" {
  description = "The SNS topic that alarms go to. Empty for none."
  type        = string
  default     = ""
}
