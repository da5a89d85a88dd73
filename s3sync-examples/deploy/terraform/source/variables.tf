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
    condition     = can(regex("^[A-Za-z0-9/._-]*$", var.source_prefix))
    error_message = "Expected letters, digits and / . _ - only."
  }
}

variable "destination_bucket" {
  description = "The bucket that is copied to."
  type        = string
}

variable "destination_account" {
  description = "The 12 digits of the account that owns it."
  type        = string

  validation {
    condition     = can(regex("^[0-9]{12}$", var.destination_account))
    error_message = "Expected 12 digits."
  }
}

# Literal text only, because the policies let the function write under it, and nowhere else.
variable "destination_prefix" {
  description = "How the keys of replicas begin, such as bdp/."
  type        = string
  default     = ""

  validation {
    condition     = can(regex("^([A-Za-z0-9/._=-]*/)?$", var.destination_prefix))
    error_message = "Expected nothing, or letters, digits and / . _ = - that end in a slash."
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
  description = "How long one try may take. What was not copied comes again after six times as long, five times in all."
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
