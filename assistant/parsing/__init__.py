"""From the folded question to a plan, in order: tokens, figures, scope, asked, rules."""
