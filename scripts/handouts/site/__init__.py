"""The built site: what its files link to, and which of its addresses must stay."""
