"""[oauth]: under which name we ask Google or Microsoft for a login, and where what they gave is kept."""

from pathlib import Path

from pydantic import Field

from noticed.settings import files, hosts, kinds
from noticed.settings.section import Section


class Registration(Section):
    """[oauth.google], [oauth.microsoft], [account.oauth]: an application registered there (docs/oauth.md).

    The addresses are the issuer's own unless given: another cloud of the same issuer has others.
    """

    client_id: kinds.ClientId
    client_secret: files.SecretReference | None = None
    """Google gives desktop applications one; it is no secret of anybody's, and asked for all the same."""
    tenant: kinds.Tenant | None = None
    """Microsoft: the organisation's id or domain, "organizations", "consumers" or "common"."""
    authority: hosts.Https | None = None
    authorize_url: hosts.Https | None = None
    token_url: hosts.Https | None = None
    ca_file: files.ExistingFile | None = None


class OAuth(Section):
    """[oauth]"""

    tokens: files.Folder = Field("var/tokens", validate_default=True)
    """Folder of the tokens, one file an account, mode 0600."""
    google: Registration | None = None
    microsoft: Registration | None = None

    def registration(self, issuer: str) -> Registration | None:
        """The installation's at this issuer."""
        found = {"google": self.google, "microsoft": self.microsoft}
        return found.get(issuer)

    @property
    def folder(self) -> Path:
        """Where tokens lie."""
        return self.tokens
