output "function_arn" {
  description = "The ARN of the function for a job."
  value       = aws_lambda_function.copy.arn
}

output "job_role_arn" {
  description = "The ARN of the role for a job."
  value       = aws_iam_role.job.arn
}

output "role_arn" {
  description = "The ARN of the role that copies. The destination's account needs it."
  value       = aws_iam_role.copy.arn
}
