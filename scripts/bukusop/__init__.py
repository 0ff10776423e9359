"""bukusop: from Markdown chapters and SOP tables in YAML to the official SOP book of an Indonesian government office."""

__version__ = "0.1.0"
