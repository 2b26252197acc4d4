"""SITE_URL is the address of a folder, https, whole and in one form; what is wrong is told of the
variable."""

from __future__ import annotations

import pytest

from handouts.loading import settings, site_address
from handouts.loading.site_address import InvalidAddress
from handouts.problems import Refused


@pytest.mark.parametrize(
    ("address", "form"),
    [
        ("https://clinic.example", "https://clinic.example/"),
        ("https://clinic.example/lib", "https://clinic.example/lib/"),
        ("HTTPS://Clinic.EXAMPLE/Lib/", "https://clinic.example/Lib/"),
        ("https://niño.example/año/", "https://xn--nio-8ma.example/a%C3%B1o/"),
        ("https://NIÑO.example/a%c3%b1o/", "https://xn--nio-8ma.example/a%C3%B1o/"),
        ("https://xn--nio-8ma.example/", "https://xn--nio-8ma.example/"),
        ("https://10.0.0.7/lib/", "https://10.0.0.7/lib/"),
        ("https://clinic.example/v1.0/a&b", "https://clinic.example/v1.0/a&b/"),
        ("http://localhost:8000", "http://localhost:8000/"),
        ("http://127.0.0.1:8000/lib/", "http://127.0.0.1:8000/lib/"),
        ("http://[::1]:8000/", "http://[::1]:8000/"),
        ("https://localhost/", "https://localhost/"),
    ],
)
def test_an_address_has_one_form(address, form):
    assert site_address.normalize(address) == form
    assert site_address.normalize(form) == form


@pytest.mark.parametrize(
    ("address", "reason"),
    [
        ("https://clinic.example/lib/index.html", "address of a folder, not of a page"),
        ("https://clinic.example/Index.HTML", "address of a folder, not of a page"),
        ("https://clinic.example/lib/?a=b", "no ? and no #"),
        ("https://clinic.example/lib?", "no ? and no #"),
        ("https://clinic.example/lib/#x", "no ? and no #"),
        ("https://clinic.example:99999/", "is no address"),
        ("https://clinic.example:8443/", "no port but on this computer"),
        ("https://clinic.example:/", "no port but on this computer"),
        ("http://clinic.example/", "http:// is not safe"),
        ("http://localhost.example/", "http:// is not safe"),
        ("https://a..b/", "names no host"),
        ("https://clinic.example./", "names no host"),
        ("https://clinic/", "names no host"),
        ("https://-a.example/", "names no host"),
        ("https://a_b.example/", "names no host"),
        ("https://straße.example/", "names no host"),
        ("https://999.1.1.1/", "names no host"),
        (f"https://{'a' * 64}.example/", "names no host"),
        ("https://ann:secret@clinic.example/", "name or password"),
        ("https://clinic.example/lib/%", "holds a %"),
        ("https://clinic.example/%zz/", "holds a %"),
        ("https://clinic.example/a%2Fb/", "holds a %"),
        ("https://clinic.example/%00/", "holds a %"),
        ("https://clinic.example/lib/../x/", "no // and no .."),
        ("https://clinic.example/%2e%2E/x/", "no // and no .."),
        ("https://clinic.example/./x/", "no // and no .."),
        ("https://clinic.example//lib/", "no // and no .."),
        ("https://clinic.example/lib//", "no // and no .."),
        ("//clinic.example/lib/", "starts with https://"),
        ("clinic.example/lib/", "starts with https://"),
        ("/lib/", "starts with https://"),
        ("ftp://clinic.example/", "starts with https://"),
        ("https:///lib/", "starts with https://"),
        ("https://clinic.example/a b/", "starts with https://"),
        ("https://clinic.example\\lib", "starts with https://"),
        ("https://[::1", "is no address"),
    ],
)
def test_what_is_no_address_of_a_folder_is_refused(address, reason):
    with pytest.raises(InvalidAddress, match=reason.replace("?", r"\?")):
        site_address.normalize(address)


def test_a_mistake_is_told_of_where_it_was_made(project, monkeypatch):
    monkeypatch.setenv("SITE_URL", " https://a..b ")
    with pytest.raises(Refused) as refused:
        settings.read(project.root)
    assert str(refused.value.problems[0]).startswith(
        "SITE_URL: The address names no host: https://a..b."
    )
    monkeypatch.delenv("SITE_URL")
    project.edit("mkdocs.yml", '!ENV [SITE_URL, ""]', "https://a..b")
    with pytest.raises(Refused) as refused:
        settings.read(project.root)
    assert str(refused.value.problems[0]).startswith("mkdocs.yml: `site_url` names no host")
