"""The configuration of the private Dovecot and Postfix, and the certificates both show."""

import os
import pwd
import shutil
import subprocess
import time
from pathlib import Path

PORT_NAMES = ("imap", "imaps", "submission", "submissions", "plain")
_QUEUES = ("active", "bounce", "corrupt", "defer", "deferred", "flush", "hold", "incoming", "private", "saved", "trace")

_DOVECOT = """\
dovecot_config_version = 2.4.0
dovecot_storage_version = 2.4.0
instance_name = noticed-tests
base_dir = {folder}/run/dovecot
state_dir = {folder}/run/dovecot-state
log_path = {folder}/log/dovecot.log
listen = 127.0.0.1
protocols {{
  imap = yes
  lmtp = yes
}}
ssl = yes
ssl_server_cert_file = {folder}/tls/server.pem
ssl_server_key_file = {folder}/tls/server.key
auth_allow_cleartext = yes
auth_mechanisms = plain login
auth_failure_delay = 0
auth_username_format = %{{user | lower}}
auth_username_chars =
passdb static {{
  password = {{PLAIN}}{password}
}}
userdb static {{
}}
first_valid_uid = 1
mail_uid = {mail_uid}
mail_gid = {mail_gid}
mail_driver = maildir
mail_home = {folder}/mail/%{{user | lower}}
mail_path = %{{home}}/Maildir
mail_fsync = never
mail_max_userip_connections = 200
recipient_delimiter = +
namespace inbox {{
  inbox = yes
  separator = /
  mailbox Sent {{
    auto = create
    special_use = \\Sent
  }}
  mailbox Junk {{
    auto = create
    special_use = \\Junk
  }}
}}
service imap-login {{
  process_min_avail = 1
  inet_listener imap {{
    port = {imap}
  }}
  inet_listener imaps {{
    port = {imaps}
    ssl = yes
  }}
}}
service lmtp {{
  unix_listener {folder}/run/lmtp {{
    mode = 0666
  }}
}}
service auth {{
  unix_listener {folder}/run/auth {{
    mode = 0660
    user = postfix
    group = postfix
  }}
}}
"""

_MANY = """\
service imap-login {
  restart_request_count = unlimited
  client_limit = 4000
  process_limit = 4
}
service imap {
  process_limit = 4000
}
service anvil {
  client_limit = 16000
}
service auth {
  client_limit = 16000
}
"""

_MAIN_CF = """\
compatibility_level = 3.6
queue_directory = {folder}/postfix/queue
data_directory = {folder}/postfix/data
maillog_file = {folder}/log/postfix.log
maillog_file_prefixes = {folder}
mail_owner = postfix
setgid_group = postdrop
myhostname = mail.tests.test
mydestination =
mynetworks =
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
local_recipient_maps =
alias_maps =
alias_database =
recipient_delimiter = +
append_dot_mydomain = no
smtp_dns_support_level = disabled
smtpd_peername_lookup = no
default_transport = lmtp:unix:{folder}/run/lmtp
local_transport = lmtp:unix:{folder}/run/lmtp
transport_maps = regexp:{folder}/etc/postfix/transport
header_checks = regexp:{folder}/etc/postfix/renamed
minimal_backoff_time = 1s
maximal_backoff_time = 2s
queue_run_delay = 1s
smtpd_client_connection_count_limit = 0
smtpd_client_connection_rate_limit = 0
smtpd_error_sleep_time = 0
message_size_limit = 33554432
mailbox_size_limit = 0
smtpd_tls_cert_file = {folder}/tls/server.pem
smtpd_tls_key_file = {folder}/tls/server.key
smtpd_tls_session_cache_database =
smtpd_sasl_auth_enable = yes
smtpd_sasl_type = dovecot
smtpd_sasl_path = {folder}/run/auth
smtpd_helo_required = yes
smtpd_relay_restrictions = permit_sasl_authenticated, reject
smtpd_recipient_restrictions = permit_sasl_authenticated, reject
"""

_MASTER_CF = """\
127.0.0.1:{submission} inet n - n - - smtpd -o smtpd_tls_security_level=encrypt -o smtpd_tls_auth_only=yes
127.0.0.1:{submissions} inet n - n - - smtpd -o smtpd_tls_wrappermode=yes
127.0.0.1:{plain} inet n - n - - smtpd -o smtpd_tls_security_level=none
cleanup unix n - n - 0 cleanup
qmgr unix n - n 300 1 qmgr
tlsmgr unix - - n 1000? 1 tlsmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
trace unix - - n - 0 bounce
proxymap unix - - n - - proxymap
proxywrite unix - - n - 1 proxymap
error unix - - n - - error
retry unix - - n - - error
local unix - n n - - local
lmtp unix - - n - - lmtp
anvil unix - - n - 1 anvil
showq unix n - n - - showq
postlog unix-dgram n - n - 1 postlogd
"""

_RENAMED = r"""/^Message-ID: <([^@>]+)@ses[0-9]+\.example>/ REPLACE Message-ID: <0100-$1@email.amazonses.test>
"""
"""What a sender at ses….example writes travels under another Message-ID, as Amazon SES does it."""

_TRANSPORT = r"""\
/^reject@/ error:5.1.1 no such user here
/^tempfail@/ retry:4.7.1 try again later
/^vanished-.*@/ local:
/@late[0-9]+\.example$/ lmtp:unix:{folder}/run/late
"""
"""local knows no user named vanished-…, which it finds out after the letter was accepted;
late is ``tests.e2e.late``."""


_OAUTH = """\
oauth2 {{
  introspection_mode = post
  introspection_url = {issuer}/introspect
  username_attribute = username
}}
passdb oauth2 {{
  mechanisms_filter = xoauth2 oauthbearer
}}
ssl_client_ca_file = {folder}/tls/ca.pem
"""


def write_dovecot(
    folder: Path, ports: dict[str, int], password: str, *, many: bool = False, issuer: str = "", mechanisms: str = ""
) -> None:
    """``etc/dovecot.conf``. The first two settings are compulsory and come first since 2.4. ``many``: for thousands of
    connections at once. ``issuer``: whose access tokens it takes by these ``mechanisms``, beside passwords.
    """
    mail = pwd.getpwnam("mail")
    text = _DOVECOT.format(folder=folder, password=password, mail_uid=mail.pw_uid, mail_gid=mail.pw_gid, **ports)
    if issuer:
        text = text.replace("auth_mechanisms = plain login", f"auth_mechanisms = plain login {mechanisms}")
        text += _OAUTH.format(folder=folder, issuer=issuer)
    (folder / "etc" / "dovecot.conf").write_text(text + (_MANY if many else ""))


def write_postfix(folder: Path, ports: dict[str, int]) -> None:
    """``etc/postfix`` and the queue, with the owners and modes that ``postfix check`` would give it."""
    etc, queue, data = folder / "etc" / "postfix", folder / "postfix" / "queue", folder / "postfix" / "data"
    for path in (etc, queue, data):
        path.mkdir(parents=True)
    shutil.chown(data, "postfix")
    (queue / "pid").mkdir()
    for name in _QUEUES:
        (queue / name).mkdir(mode=0o700)
        shutil.chown(queue / name, "postfix")
    for name, mode in (("maildrop", 0o1730), ("public", 0o2710)):
        (queue / name).mkdir()
        shutil.chown(queue / name, "postfix", "postdrop")
        (queue / name).chmod(mode)
    files = {"main.cf": _MAIN_CF, "master.cf": _MASTER_CF, "transport": _TRANSPORT, "renamed": _RENAMED}
    for name, text in files.items():
        (etc / name).write_text(text if name == "renamed" else text.format(folder=folder, **ports))
        # Postfix waits until a main.cf younger than two seconds has aged.
        os.utime(etc / name, (time.time() - 60,) * 2)


def write_certificates(folder: Path) -> None:
    """``ca.pem`` and ``server.pem`` with ``server.key`` for localhost and 127.0.0.1."""
    write_authority(folder)
    write_certificate(folder, "server", "DNS:localhost,IP:127.0.0.1")


def write_authority(folder: Path) -> None:
    """``ca.pem`` and ``ca.key``: a certification authority of our own."""
    usage = ["-addext", "basicConstraints=critical,CA:TRUE", "-addext", "keyUsage=critical,keyCertSign,cRLSign"]
    _openssl(folder, "ca", "-subj", "/CN=noticed tests", *usage)


def write_certificate(folder: Path, name: str, names: str, *, signed: bool = True) -> None:
    """``NAME.pem`` and ``NAME.key`` for ``names`` (subjectAltName), by the authority or by itself."""
    by_authority = ["-CA", "ca.pem", "-CAkey", "ca.key"] if signed else []
    usage = ["-addext", "extendedKeyUsage=serverAuth", "-addext", "keyUsage=critical,digitalSignature"]
    plain = ["-addext", "basicConstraints=critical,CA:FALSE", "-addext", f"subjectAltName={names}"]
    _openssl(folder, name, "-subj", f"/CN={name}", *usage, *plain, *by_authority)


def _openssl(folder: Path, name: str, *options: str) -> None:
    key = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-keyout", f"{name}.key"]
    command = ["openssl", "req", "-x509", *key, "-days", "30", "-out", f"{name}.pem", *options]
    subprocess.run(command, cwd=folder, check=True, capture_output=True)
    (folder / f"{name}.key").chmod(0o600)
