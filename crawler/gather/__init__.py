"""Facts in: Markdown, the network, pages."""
