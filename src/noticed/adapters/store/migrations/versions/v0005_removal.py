"""The words of a journal's line can be removed, and nothing else about it: the database itself sees to that."""

from alembic import op

revision = "0005"
down_revision = "0004"

_REMOVED = "(removed)"
_KEPT = ("id", "at", "account", "case", "event", "facts", "digest", "seal")
_REFUSAL = "the journal is append-only"


def upgrade() -> None:
    for statement in _STATEMENTS[op.get_bind().dialect.name]:
        op.execute(statement)


_CHANGED = " OR ".join(f'NEW."{name}" IS NOT OLD."{name}"' for name in _KEPT)
_SAME = " AND ".join(f'NEW."{name}" IS NOT DISTINCT FROM OLD."{name}"' for name in _KEPT)
_STATEMENTS = {
    "sqlite": [
        "DROP TRIGGER journal_UPDATE",
        f"CREATE TRIGGER journal_UPDATE BEFORE UPDATE ON journal WHEN NEW.text IS NOT '{_REMOVED}' OR {_CHANGED}"
        f" BEGIN SELECT RAISE(ABORT, '{_REFUSAL}'); END",
    ],
    "postgresql": [
        "DROP TRIGGER journal_append_only ON journal",
        "CREATE TRIGGER journal_append_only BEFORE DELETE OR TRUNCATE ON journal"
        " FOR EACH STATEMENT EXECUTE FUNCTION journal_append_only()",
        "CREATE FUNCTION journal_removal() RETURNS trigger LANGUAGE plpgsql AS"
        f" $$ BEGIN IF NEW.text = '{_REMOVED}' AND {_SAME} THEN RETURN NEW; END IF;"
        f" RAISE EXCEPTION '{_REFUSAL}'; END $$",
        "CREATE TRIGGER journal_removal BEFORE UPDATE ON journal FOR EACH ROW EXECUTE FUNCTION journal_removal()",
    ],
}
