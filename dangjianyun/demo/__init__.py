"""The Ningbo demonstration: synthetic, deterministic, made by the same actions that users have."""
