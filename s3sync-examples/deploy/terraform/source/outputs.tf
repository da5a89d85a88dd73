output "role_arn" {
  description = "Who copies; the destination's account needs it."
  value       = aws_iam_role.function.arn
}

output "queue_arn" {
  description = "Where the bucket's notifications have to go."
  value       = aws_sqs_queue.notifications.arn
}

output "dead_letter_queue_url" {
  description = "Where the notifications are that could not be handled."
  value       = aws_sqs_queue.dead_letters.url
}
