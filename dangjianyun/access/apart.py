"""What keeps the three administrators apart in the database itself (等保 2.0, 三员分立).

An account never holds grants of two kinds, not even one after the other; a grant's kind is its
role's; a role never changes its kind.
"""

_WRONG_KIND = "NEW.kind <> (SELECT role.kind FROM access_role AS role WHERE role.id = NEW.role_id)"
_TWO_KINDS = (
    "EXISTS (SELECT 1 FROM access_grantrow AS other WHERE other.account_id = NEW.account_id"
    " AND other.kind <> NEW.kind AND other.id <> COALESCE(NEW.id, -1))"
)

APART: dict[str, tuple[str, ...]] = {
    "postgresql": (
        "CREATE EXTENSION IF NOT EXISTS btree_gist",
        (
            "ALTER TABLE access_grantrow ADD CONSTRAINT access_one_kind_an_account"
            " EXCLUDE USING gist (account_id WITH =, kind WITH <>)"
        ),
        (
            "CREATE FUNCTION access_grant_kind() RETURNS trigger LANGUAGE plpgsql AS"
            f" $$ BEGIN IF {_WRONG_KIND} THEN"
            " RAISE EXCEPTION 'access_grant_kind: not the kind of the role'"
            " USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $$"
        ),
        (
            "CREATE TRIGGER access_grant_kind BEFORE INSERT OR UPDATE ON access_grantrow"
            " FOR EACH ROW EXECUTE FUNCTION access_grant_kind()"
        ),
        (
            "CREATE FUNCTION access_role_kind() RETURNS trigger LANGUAGE plpgsql AS"
            " $$ BEGIN IF NEW.kind <> OLD.kind THEN"
            " RAISE EXCEPTION 'access_role_kind: a role keeps its kind'"
            " USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $$"
        ),
        (
            "CREATE TRIGGER access_role_kind BEFORE UPDATE ON access_role"
            " FOR EACH ROW EXECUTE FUNCTION access_role_kind()"
        ),
    ),
    "sqlite": (
        *(
            f"CREATE TRIGGER access_grant_kind_{verb.lower()} BEFORE {verb} ON access_grantrow"
            f" WHEN {_WRONG_KIND} OR {_TWO_KINDS}"
            " BEGIN SELECT RAISE(ABORT, 'access_one_kind_an_account'); END"
            for verb in ("INSERT", "UPDATE")
        ),
        (
            "CREATE TRIGGER access_role_kind BEFORE UPDATE ON access_role"
            " WHEN NEW.kind <> OLD.kind"
            " BEGIN SELECT RAISE(ABORT, 'access_role_kind: a role keeps its kind'); END"
        ),
    ),
}

NOT_APART: dict[str, tuple[str, ...]] = {
    "postgresql": (
        "DROP TRIGGER access_role_kind ON access_role",
        "DROP FUNCTION access_role_kind()",
        "DROP TRIGGER access_grant_kind ON access_grantrow",
        "DROP FUNCTION access_grant_kind()",
        "ALTER TABLE access_grantrow DROP CONSTRAINT access_one_kind_an_account",
    ),
    "sqlite": (
        "DROP TRIGGER access_role_kind",
        "DROP TRIGGER access_grant_kind_insert",
        "DROP TRIGGER access_grant_kind_update",
    ),
}
