variable "region" {
  description = "The destination bucket's Region."
  type        = string
}

variable "destination_bucket" {
  description = "The bucket to copy to."
  type        = string
}

variable "create_bucket" {
  description = "Whether to create the bucket."
  type        = bool
}

variable "replace_policy_and_lifecycle" {
  description = "Whether to replace the bucket's policy and lifecycle configuration by the required ones. The existing ones are lost. With false, add them by hand from the output bucket_policy."
  type        = bool
}

variable "role_arn" {
  description = "The role that copies: the output role_arn of the source's module."
  type        = string
}

variable "other_role_arns" {
  description = "Other roles that copy into the bucket, such as the role of Batch Operations."
  type        = list(string)
  default     = []
}

variable "destination_prefix" {
  description = "The same value as in the source's module."
  type        = string
  default     = ""

  validation {
    condition     = can(regex("^([^*?\\x22\\x24{}\\\\\\x00-\\x1f\\x7f]*/)?$", var.destination_prefix))
    error_message = "Expected an empty prefix, or a prefix that ends with a slash and has no wildcards, dollar signs, braces, backslashes, quotes or control characters."
  }
}

variable "copy_tags" {
  description = "The same value as in the source's module."
  type        = bool
  default     = true
}

variable "read_replicas" {
  description = "The same value as in the source's module."
  type        = bool
  default     = true
}
