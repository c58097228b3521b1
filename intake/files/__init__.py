"""Rosters from the files that schools have: read, compared with what is known, and turned into a push.

Imports nothing here: the bot itself reads no file, and does without what reading needs.
"""
