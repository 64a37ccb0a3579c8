"""The gold questions: sources written by hand, and the code that reads truths for them."""
