"""Room: accounts, roles, grants, tokens, submits, audit chain; the `action` and `page` doors."""
