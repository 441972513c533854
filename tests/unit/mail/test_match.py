"""What ties a message to a letter: thread, own header, reference."""

from noticed.core.mail.match import MatchKeys, match_keys
from noticed.core.mail.message import read_message


def test_an_answer_in_the_thread_names_our_letter() -> None:
    message = read_message(
        b"From: Ana <ana@brand.example>\nSubject: Re: complaint [N-7K3F]\n"
        b"In-Reply-To: <N-7K3F.1.x@seller.example>\n\nhi"
    )
    assert match_keys(message) == MatchKeys(
        message_ids=("<N-7K3F.1.x@seller.example>",), references=("N-7K3F",), sender="ana@brand.example"
    )


def test_an_answer_without_its_thread_is_known_by_the_quoted_last_line() -> None:
    text = b"From: a@b.example\nSubject: your mail\n\nwhich one?\n\n> As printed\n> copy to Amazon. Reference N-7K3F\n"
    assert match_keys(read_message(text)).references == ("N-7K3F",)


def test_a_reference_deep_in_a_long_text_is_only_taken_where_it_is_called_one() -> None:
    filler = "\n".join(f"line {n}" for n in range(40))
    text = f"From: a@b.example\n\nReference: N-7K3F\nN-METHYL\n{filler}"
    assert match_keys(read_message(text.encode())).references == ("N-7K3F",)


def test_our_own_copy_bears_its_key_even_when_its_message_id_was_replaced() -> None:
    raw = b"Message-ID: <other@ses.example>\nX-Noticed-Letter: N-7K3F.1.x\n\nhello"
    assert match_keys(read_message(raw)).letter_keys == ("N-7K3F.1.x",)


def test_nothing_is_found_in_nothing() -> None:
    assert match_keys(read_message(b"")) == MatchKeys()
