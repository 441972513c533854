"""The reader of answers against the corpus, and against one written apart from it: fails when a score falls."""

from pathlib import Path

import pytest
from tests.corpus.read_corpus import dialects
from tests.corpus.scoring import score_replies

from noticed.core.mail.message import read_message
from noticed.core.mail.reply import read_reply

HERE = Path(__file__).parent


@pytest.mark.parametrize(
    "folder",
    [
        HERE / "replies",
        *(
            HERE / name / "replies"
            for name in ("apart", "third", "varied", "fresh", "further", "later", "elsewhere", "beyond")
        ),
    ],
    ids=["given", "apart", "third", "varied", "fresh", "further", "later", "elsewhere", "beyond"],
)
def test_answers_are_read_as_a_person_reads_them(folder: Path) -> None:
    words = dialects()

    def read(file: Path) -> tuple[str, str]:
        reply = read_reply(read_message(file.read_bytes()), words)
        return reply.reply_kind.value, reply.new_text

    figures, misses = score_replies(folder, read)
    for mistake in ("machine_taken_for_human", "human_taken_for_machine", "false_retractions"):
        assert figures[mistake] == 0, misses
    assert figures["acc_reply_kind"] >= 0.98, misses
    assert figures["acc_new_text"] >= 0.98, misses
