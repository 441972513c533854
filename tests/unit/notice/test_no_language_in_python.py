"""The words of a language stand in its file: modules that read a text hold none, in patterns, lists or comparisons.

What they may hold is technical and listed here: names of headers and formats, words of RFCs, codes of offices, keys of
the dialects. Sentences that are said to an operator are not words that a text is read by.
"""

import ast
import re
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from enum import StrEnum
from pathlib import Path
from types import ModuleType

import pytest

import noticed.core
from noticed.core.mail import claim, heard, mime, reply, said, unwrap
from noticed.core.mail import content as mail_content
from noticed.core.mail import model as mail_model
from noticed.core.notice import dialect, mail_words, model, words
from noticed.core.notice.hits import LABELS

CORE = Path(noticed.core.__file__ or "").parent
OF_CASES = ("cadence", "corrections", "facts", "history")
READING = [
    *sorted(file for part in ("notice", "mail") for file in (CORE / part).glob("*.py")),
    *(CORE / "case" / f"{name}.py" for name in OF_CASES),
]
MARKS = {
    "mail/away.py": "the marks of year, month and day in a date",
    "mail/claim.py": "letters taken for others (UTS 39)",
    "mail/heard.py": "the shape of a Japanese registration number",
    "mail/quote.py": "the mark of the year in a date",
    "mail/signature.py": "the last letter of a script, in a range",
    "mail/text.py": "letters without a shape",
    "notice/unspaced.py": "the first and last letters of scripts, and a mark that repeats one, in ranges",
    "notice/dates.py": "the marks of year, month and day in a date",
    "notice/fields.py": "shapes of numbers as offices print them",
    "notice/fold.py": "letters that stand for quotes",
    "notice/id_words.py": "the ordinal sign",
    "notice/labels.py": "the ordinal sign",
    "notice/particulars.py": "shapes of docket numbers as courts print them",
    "notice/places.py": "the last letters of a script, in a range",
    "notice/registers.py": "the shape of a Japanese patent number",
    "notice/whole.py": "the first and the last letter of a script",
    "notice/number_lists.py": "marks between the items of a list, the mark of a number",
    "notice/numbers.py": "signs of currencies, the mark of a number",
}
"""Modules with letters beyond ASCII that belong to no language's sentences."""
SPEAKING = frozenset(
    {
        "mail/authenticity.py",
        "mail/classify.py",
        "mail/compose.py",
        "mail/dkim_rules.py",
        "mail/headers.py",
        "mail/matrix.py",
        "mail/message.py",
        "mail/mime.py",
        "mail/recipients.py",
        "mail/verify.py",
        "notice/drift.py",
        "notice/registers.py",
    }
)
"""Modules that say why: whole sentences, for an operator."""


def _keys() -> frozenset[str]:
    """What we call things ourselves: fields and values of what is read, keys of the dialects."""
    named = set(LABELS)
    modules: tuple[ModuleType, ...] = (
        words,
        mail_words,
        model,
        dialect,
        mail_model,
        mail_content,
        claim,
        heard,
        mime,
        reply,
        said,
        unwrap,
    )
    for module in modules:
        for each in vars(module).values():
            if isinstance(each, type) and issubclass(each, StrEnum):
                named |= {str(member.value) for member in each}
            elif isinstance(each, type) and is_dataclass(each):
                named |= {field.name for field in fields(each)}
    return frozenset(part for name in named for part in (name, *name.split("_")))


TECHNICAL = {
    "header fields, their parameters and values (RFC 2045, 3464, 3834, 5322, 8601), and how values are coded": (
        """
        mail/addresses mail/arc mail/authenticity mail/authres mail/classify mail/cleaning mail/compose mail/content
        mail/dkim_rules mail/dsn mail/enclosed
        mail/headers mail/match mail/message mail/mime mail/sift mail/stdlib mail/verify mail/quote mail/claim
        """,
        """
        administrator all alternative application arc ascii assess at attachment authentication auto autoreply
        autorespond autoresponder base bit body bounces boundary browser bulk calendar cc cf charset cid code com
        content cron cs daemon data date deferred delayed delivery diagnostic digest disposition dkim dmarc do
        domainkey drop eml encoding enriched env exchange fail failed failure feedback file filename final for
        format from generated global google header headers html icloud id in inbox is javascript junk keep key latin
        letter list local look loop mail maildelivery mailer mailmaster mailto markdown master mdaemon message
        messagingengine microsoft microsoftexchange mime modulus ms multipart name names nbsp no nobody not noticed
        notification notifications notified nul octet of oleastbsaaeopcxyishvqwagim only original own part partial
        pass path pgp pkcs plain post postmaster precedence printable publicexponent punycode qq quoted readings
        received recipient recipients ref reference references replace replied reply report response results return
        rfc richtext rn rules seal sealed signature signed status stream subject submitted suppress tampered tel
        temperror testing text the tnef to transfer tree true type unaligned utf uue uuencode vcard version vv weigh
        word www xhtml xml xn zohomail
        """,
    ),
    "mailboxes of machines (RFC 2142), zones, and providers of mailboxes": (
        """
        mail/recipients mail/dsn mail/sift mail/classify
        """,
        """
        abuse abv ac ad admin adv ae alice aliyun all amazon aol aon arcor art asahi asn asso at att au auto autoreply
        azet bbox be bell bellsouth bg biglobe bigpond biz bk bluewin blueyonder bol bounces br bredband bt btinternet
        bund business ca centrum centurylink ch charter chello cn co com comcast cox cr cz daemon daum de dion do
        docomo donotreply dontreply earthlink ed edu eircom email emirates eng errors es eu europa excite ezweb
        fastmail fastwebnet firm fm foxmail fr free freemail freenet frontier ftp gazeta gb gc gen github globo gmail
        gmx go gob googlemail gouv gov govt gr gub gv hanmail hey hinet hispeed home hostmaster hotmail hu hushmail
        icloud id ig iinet in inbox ind info int interia inwind io it jp jpn juno kabelmail kakao ke kpnmail kpnplanet
        kr laposte lg libero list listserv live ltd mac mail mailbox mailer mailman majordomo me mi mil msn mx
        myshopify nate naver ne net netvigator neuf news nhs nic nifty nl no noc nom noreply not notification
        notifications ntlworld ntr numericable nz ocn onet online onmicrosoft ono op optonline optusnet or orange org
        outlook overheid owner pchome pe pec pl plala planet plc pm police posteo postmaster pro prodigy proton
        protonmail proximus pt qq rambler re rediffmail reply request res rocketmail rogers root ru sa sapo sbcglobal
        sch school se security seznam sfr sg shaw sina singnet site sk sky skynet so softbank sohu store sunrise
        sympatico talktalk telefonica telenet telia telus terra th tim tin tiscali tm tom tuta tutanota tw tz ug uk
        ukr unsubscribe uol us usenet uucp verizon videotron virgilio virginmedia vodafone vp wanadoo web webmaster
        windowslive wixsite wo wp www xn xs xtra ya yahoo yandex yeah ymail za ziggo zoho zohomail
        """,
    ),
    "charsets": (
        """
        mail/charset
        """,
        """
        ascii be big cp euc ext gb gbk hkscs hz iso jis jp koi kr ks latin le mac macintosh ms nfc replace roman
        shift sig sjis tis us utf windows
        """,
    ),
    "the elements, attributes and entities of HTML and CSS": (
        """
        mail/html mail/text notice/clean notice/extract notice/page notice/targets
        """,
        """
        amp address all area article aside at audio base blockquote br canvas caption center class col color comment
        datalist dd display div dl dt em embed fieldset figure font footer form head header height hidden hide hr href
        iframe img indent inline input left li link mailto main math max media meta mso nav nbsp noembed noframes none
        noscript object ol opacity option param plaintext pre pt px rem script section select size source style svg
        table tbody td template text textarea tfoot th thead title tr track transparent ul video visibility wbr xmp
        """,
    ),
    "signs of addresses and hosts, and Amazon's own": (
        """
        mail/reply mail/passed_on mail/heard mail/sift mail/claim mail/classify notice/addresses notice/clean
        notice/fields notice/label_values notice/labels notice/printed_addresses notice/said notice/sheet notice/store
        case/facts
        """,
        """
        amazon amazonsellerservices at aviso benachrichtigung com dispute dot example lu net notice notifica
        notification org pa sellercentral sr tx us va www
        """,
    ),
    "codes of offices, countries and currencies, abbreviations of the trade, addresses of registers": (
        """
        mail/heard notice/announced notice/fields notice/particulars notice/numbers notice/reason
        notice/registers notice/rights
        notice/store
        """,
        """
        ae akz ar asin at au australia be boip br bx ca casenumber casetype ch cipo cl cn cny com copyright cv
        cz de design designs details di
        dk dm dmca dp dpma dpmaregister em en ep es esearch espacenet eu euipo eur europa eutm fba fi find fr gb gbp go
        google gov hk https hu id ie il impi in inpi inpit int ip ipo ir it jp jpo jpy jsp kr lmc madrid marke
        mc md monitor mu
        mx my nl no nr nz oepm ompi opic pa page pat patent patents pau pdf pi pl platpat pn pp product prv pt
        pu publicrecords rcd re
        register registered registration results reud rmb rom rp ru sa se search searchtype serial service sg showdata
        sku sr sru statussearch term th tm tma tmcase tr trademarks tsdr turkpatent tw tx txu ue uibm uk ukipo
        um uprp url us usd uspp uspto usre
        va value vau vn wipo wo worldwide wp www za zl
        """,
    ),
    "hosts of mailing lists, of authorities, and of those whose names are the same word everywhere": (
        "mail/recipients",
        """
        bka canada courts dk dpma epo freelists googlegroups groups interpol judiciary lists mod parliament policia
        policie policja poliisi polisen politi politie polizei polizia scot state vger wales yahoogroups zoll
        """,
    ),
    "what the traits of names, numbers, deadlines and the like are called, by which weights are learned of them": (
        """
        notice/address_traits notice/candidates notice/deadline_traits notice/number_traits notice/numbers_weighed
        notice/owner_weighed notice/right_traits notice/right_weighed notice/surroundings notice/traits notice/unspaced
        """,
        """
        above again alike all alone another as bare before begins begun behind beside between binds book box boxes
        bracketed brand by called capital capitals cell clock closes cut days deadline digit digits else end ends first
        follows form from glued goes grown guess has host in initials is joined kind label labelled last latin length
        letter lighter line lines local long longer mark name no nobody none not number of on one opens ordinary other
        others outside over own owner phone piece right rule ruled run sentence shape short small spelled stranger
        strong subject sure times to two under unnamed unspelled weight wide with within word words
        """,
    ),
    "what the parts of a table are called that have no name": ("notice/hits", "ignore unnamed"),
    "the path of a product's page": ("notice/targets", "dp gp product"),
    "to whom a link writes a copy": ("notice/targets", "cc"),
    "a codec, and what it does with what it lacks": ("notice/places", "latin replace"),
    "names of cadences, whose days count, ends of addresses, and values that are set": (
        """
        case/cadence case/corrections
        """,
        """
        complainant critical emails gb quiet standard store true uk urgent yes
        """,
    ),
    "names of Unicode's forms, of slots, of our own classes": (
        """
        mail/away mail/cleaning mail/compose mail/authenticity mail/recipients mail/stops notice/deadline
        notice/dialect notice/units notice/fold notice/grammar notice/model notice/particulars
        notice/phrase notice/plan notice/report
        """,
        """
        alone amazontrust day en group guess kind nfc nfd nfkc none pattern phrases publicsuffixlist slot span unit
        weighed
        """,
    ),
}
"""Why → modules, and the words they may hold."""
KEYS = _keys()
_GROUP = re.compile(r"\(\?P[<=]\w+[>)]|\(\?[aiLmsux-]+[:)]|\\u[0-9a-f]{4}|\\[A-Za-z]|\{[\d,]{1,9}\}|\[[^\]]{1,80}\]")
_PATTERN = re.compile(r"[\\|(\[*+?^$]")


def _strings(tree: ast.Module) -> Iterator[str]:
    """Every literal but docstrings, and what is raised."""
    silent = {id(node) for raised in ast.walk(tree) if isinstance(raised, ast.Raise) for node in ast.walk(raised)}
    silent |= {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in silent:
            yield node.value


def _is_key(text: str) -> bool:
    return all(part in KEYS for part in re.split(r"[._]", text))


def _words(module: str, tree: ast.Module) -> set[str]:
    """Runs of letters in the literals of a module that are neither a key by themselves nor in a sentence it says."""
    found: set[str] = set()
    for text in _strings(tree):
        if _is_key(text) or (module in SPEAKING and " " in text and not _PATTERN.search(text)):
            continue
        found.update(word.lower() for word in re.findall(r"[A-Za-z]{2,}", _GROUP.sub(" ", text)))
    return found


def _allowed(module: str) -> set[str]:
    return {word for modules, held in TECHNICAL.values() if module in modules.split() for word in held.split()}


def _name(file: Path) -> str:
    return file.relative_to(CORE).with_suffix("").as_posix()


def _is_marked(file: Path) -> bool:
    texts = _strings(ast.parse(file.read_text(encoding="utf-8")))
    return any(not char.isascii() and char.isalpha() for text in texts for char in text)


@pytest.mark.parametrize("file", READING, ids=_name)
def test_a_module_that_reads_holds_no_words_but_technical_ones(file: Path) -> None:
    held = _words(f"{_name(file)}.py", ast.parse(file.read_text(encoding="utf-8")))
    assert held - _allowed(_name(file)) == set()


def test_no_module_holds_letters_of_a_language_that_needs_more_than_ascii() -> None:
    found = {file.relative_to(CORE).as_posix() for file in READING if _is_marked(file)}
    assert found == MARKS.keys()


@pytest.mark.parametrize(
    "code",
    [
        'A = ("we have removed", "listing")', 'B = re.compile(r"(?:please|contact)\\s")', 'C = "wrong person" in text',
        'D = frozenset("der die das".split())', 'E = f"{x}(?:und|oder)"', 'F = text.startswith("rights owner")',
    ],
)  # fmt: skip
def test_words_of_a_language_are_seen_wherever_they_are_written(code: str) -> None:
    assert _words("notice/owner.py", ast.parse(code)) - _allowed("notice/owner")
