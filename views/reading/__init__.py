"""The pages of the diary that people open themselves."""
