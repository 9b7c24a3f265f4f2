"""Room: accounts, roles, grants, tokens, repeated submits, the audit chain; the `action` and `page` doors."""
