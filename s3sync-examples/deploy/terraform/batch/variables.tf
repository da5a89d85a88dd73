variable "region" {
  description = "The source bucket's Region."
  type        = string
}

variable "name" {
  description = "The name of the function and of the role that copies. The role of jobs has it as a prefix."
  type        = string
  default     = "s3sync-batch"
}

variable "jar" {
  description = "The path of s3sync-lambda-...-all.jar."
  type        = string
}

variable "source_bucket" {
  description = "The bucket to copy from."
  type        = string
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
  description = "The key after the prefix, such as {filename}, the same as in the other module. Empty for the part of the key after the source's prefix."
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

variable "jobs_bucket" {
  description = "The bucket that contains the manifests, and receives the reports under reports/."
  type        = string
}

variable "timeout_seconds" {
  description = "The timeout of the copy of one object."
  type        = number
  default     = 900

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

variable "reserved_concurrency" {
  description = "The number of objects copied at once. It is reserved from the account's concurrency limit."
  type        = number
  default     = 100
}

variable "log_retention_days" {
  description = "The number of days for which the log is kept, one of the numbers that CloudWatch Logs accepts."
  type        = number
  default     = 30
}
