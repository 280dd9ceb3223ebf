"""What a product is: one file per item type, the values their fields hold, and the graph they form."""

import os

os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")  # looking for them costs a tenth of a short command, and of a build
