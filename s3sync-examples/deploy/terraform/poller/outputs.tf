output "role_arn" {
  description = "The ARN of the role that copies. The destination's account needs it."
  value       = aws_iam_role.copy.arn
}

output "queue_arn" {
  description = "The ARN of the queue that must receive the bucket's notifications."
  value       = aws_sqs_queue.notifications.arn
}

output "dead_letter_queue_url" {
  description = "The URL of the queue that holds the notifications that could not be handled."
  value       = aws_sqs_queue.dead_letters.url
}
