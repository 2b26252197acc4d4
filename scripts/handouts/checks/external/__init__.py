"""Checks of other sites. Never part of a build: another site's bad day must not stop one."""
