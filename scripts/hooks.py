"""What MkDocs calls while it builds one language. A few lines per event: the work is done in the house, handouts/."""

import os
from pathlib import Path

from mkdocs.exceptions import PluginError

from handouts import library, markup, site, view
from handouts.problem import Refused
from handouts.site import PART, PURPOSE


def on_startup(command, dirty):
    """Remember whether MkDocs builds or serves; `python3 scripts build` has said before what it wants."""
    os.environ.setdefault(PURPOSE, command)


def on_config(config):
    """Read everything and check it; give Markdown our extension and the templates their words."""
    root = Path(config.config_file_path).parent
    try:
        whole, problems = library.read(root, site.read(root))
        if problems or os.environ[PURPOSE] != PART:
            _command().agree(whole, problems)
    except Refused as refused:
        raise PluginError(str(refused)) from None
    language = whole.language(config.theme["language"])
    config.site_url = whole.absolute(whole.home(language)) or None
    config.markdown_extensions.append(markup.HandoutMarkup(whole, language))
    config.extra["house"] = whole, language
    config.extra["view"] = view.of_site(whole, language)
    config.theme.static_templates.add("assets/font.css")
    config.watch += [str(root / "docs"), str(root / "overrides")]
    return config


def on_page_markdown(markdown, page, config, files):
    """Give the page's template its data, and Markdown the words as they were read and checked."""
    whole, language = config.extra["house"]
    one = whole.page(language, page.file.src_uri)
    page.meta = view.of_page(whole, language, one)
    page.update_date = whole.updated(language, one)
    page.previous_page = page.next_page = None  # handouts are no chapters
    return markup.source(one)


def on_post_build(config):
    """Finish a preview; the whole build finishes its own."""
    if os.environ[PURPOSE] != PART:
        _command().preview(*config.extra["house"], Path(config.site_dir), sheets=os.environ[PURPOSE] == "build")


def _command():
    """The verbs, which bring the PDF engine with them: a part of a build must not wait for what it does not use."""
    from handouts import command

    return command
