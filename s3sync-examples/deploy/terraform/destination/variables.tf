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

variable "destination_prefix" {
  description = "As on the source's side."
  type        = string
  default     = ""

  validation {
    condition     = can(regex("^([A-Za-z0-9/._=-]*/)?$", var.destination_prefix))
    error_message = "Expected nothing, or letters, digits and / . _ = - that end in a slash."
  }
}

variable "copy_tags" {
  description = "As on the source's side."
  type        = bool
  default     = true
}
