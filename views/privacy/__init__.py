"""What is kept about a person, who sees it, and how they take it back."""
