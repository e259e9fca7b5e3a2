"""Listkeeper keeps curated Markdown lists alive."""

__version__ = "0.1.0"
"""Version of the distribution, and the one that the user agent names."""

PROJECT_URL = "https://github.com/listkeeper/listkeeper"
"""Where the owner of a crawled host reads what this crawler is and how to stop it."""
