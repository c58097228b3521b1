"""The pages that teachers open."""
