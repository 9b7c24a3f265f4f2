"""社会组织党建云: one package, one room per subject. The map is docs/architecture.md."""
