variable "region" {
  description = "The destination bucket's Region."
  type        = string
}

variable "destination_bucket" {
  description = "The bucket that is copied to."
  type        = string
}

variable "create_bucket" {
  description = "Whether the bucket is made."
  type        = bool
}

variable "replace_policy_and_lifecycle" {
  description = "Whether the bucket's policy and lifecycle become those here. All that it has is lost. With false, add them by hand from the output bucket_policy."
  type        = bool
}

variable "role_arn" {
  description = "Who copies, role_arn of the source's side."
  type        = string
}

variable "other_role_arns" {
  description = "Other roles that copy into the bucket, such as that of Batch Operations."
  type        = list(string)
  default     = []
}

variable "destination_prefix" {
  description = "As on the source's side."
  type        = string
  default     = ""

  validation {
    condition     = can(regex("^([^*?\\x22\\x24{}\\\\\\x00-\\x1f\\x7f]*/)?$", var.destination_prefix))
    error_message = "Expected nothing, or a prefix that ends in a slash and has no wildcards, dollar signs, braces, backslashes, quotes or control characters."
  }
}

variable "copy_tags" {
  description = "As on the source's side."
  type        = bool
  default     = true
}

variable "read_replicas" {
  description = "As in the source's account."
  type        = bool
  default     = true
}
