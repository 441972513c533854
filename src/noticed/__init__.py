"""noticed: watches a seller's mailbox for Amazon's intellectual-property notices."""

import os

os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
"""No other package's plug-in sees our settings, and none is looked for: that is a twentieth of a command's start."""
