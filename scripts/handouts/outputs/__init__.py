"""The files beside the pages. Each module yields them as (address, bytes)."""
