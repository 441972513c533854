"""What was learned from many read mails, for where no rule is sure: weights of words, per language."""
