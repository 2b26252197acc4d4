"""The files beside the pages; each module yields them as (address, bytes)."""
