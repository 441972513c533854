"""Settings to test with: the least that is enough, and every key."""

from pathlib import Path

ENOUGH = """\
mode = "auto"                   # shadow: writes letters, sends none (the default) · approve · auto

[operator]
emails = ["boss@qq.com"]

[cadence.standard]
attempts = 3                    # N letters without an answer, then the case is flagged
every = "4bd"

[[account]]
name = "acme"
provider = "qq"
email = "shop@qq.com"
password = { file = "qq.key" }
store_name = "Acme Home Goods"
marketplaces = ["US", "DE"]
"""

EVERYTHING = """\
mode = "shadow"
hold = "15m"
timezone = "Asia/Shanghai"

[store]
url = "sqlite:///var/noticed.db"
password = { file = "db.key" }
keep = "0s"

[schedule]
poll = "60s"
idle = true
digest = "08:30"
sending_hours = "09:00-17:00"

[operator]
emails = []
language = "en"
from_account = "acme"
by_mail = false
channels = [{ file = "wecom.url" }, { file = "ntfy.url" }]
ping = { file = "ping.url" }

[metrics]
listen = "127.0.0.1:9464"

[dns]
nameservers = []

[limits]
complainant_gap = "48h"
probation = 1
account_per_day = 50
amazon_per_day = 30
new_recipients_per_day = 10
notice_age = "14d"

[cadence.standard]
steps = [
  { after = "0s",  letter = "inquiry" },
  { after = "4bd", letter = "follow_up" },
  { after = "4bd", letter = "final_notice" },
]
flag_after = "4bd"

[submission]
settle = "15m"
on_unknown = "hold"
reply_timeout = "600s"

[[account]]
name = "acme"
provider = "qq"
store_name = "Acme Home Goods"
email = "shop@qq.com"
addresses = []
marketplaces = ["US", "DE"]
password = { file = "qq.key" }
legal_name = "Acme Trading Co., Ltd."
address = "1 Harbour Road, Shenzhen"
phone = "+86 755 0000 0000"
signer = "Li Wei"
signer_role = "Brand manager"
authenticity = "dkim"
authserv_ids = []
forwarders = []
amazon_cc = {}

[account.imap]
host = "imap.qq.com"
port = 993
tls = "implicit"
auth = "password"
username = "shop@qq.com"
password = { file = "qq.key" }
ca_file = "ca.pem"
mailboxes = ["INBOX", "Junk"]
backfill = "90d"

[account.smtp]
host = "smtp.qq.com"
port = 465
tls = "implicit"
auth = "password"
username = "shop@qq.com"
password = { file = "qq.key" }
ca_file = "ca.pem"
"""


def written(folder: Path, text: str) -> Path:
    """``text`` as settings.toml in ``folder``, with the files it refers to."""
    for name in ("qq.key", "db.key", "shop.key", "imap.key", "smtp.key", "wecom.url", "ntfy.url", "ping.url"):
        (folder / name).write_text("app password\n")
        (folder / name).chmod(0o600)
    (folder / "ca.pem").write_text("")
    path = folder / "settings.toml"
    path.write_text(text, encoding="utf-8")
    return path
