"""What one group of readers is told of a plan now and then, in a mail or in a chat: what changed, what is due, what waits."""
