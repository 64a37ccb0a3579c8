"""What the chat page shows, as plain functions to HTML and data; `app.py` puts them together."""
