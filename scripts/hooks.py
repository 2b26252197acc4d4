"""What MkDocs calls while it builds one language. A few lines per event: the work is done in the house, handouts/."""

import os
from pathlib import Path

from mkdocs.exceptions import PluginError

from handouts import command, markup, view
from handouts.problem import Refused


def on_startup(command, dirty):
    """Remember whether MkDocs builds or serves; `python3 scripts build` has said before what it wants."""
    os.environ.setdefault(PURPOSE, command)


PURPOSE = command.PURPOSE


def on_config(config):
    """Read everything and check it; give Markdown our extension and the templates their words."""
    root = Path(config.config_file_path).parent
    try:
        library = command.library(root, check=os.environ[PURPOSE] != command.PART)
    except Refused as refused:
        raise PluginError(str(refused)) from None
    language = library.language(config.theme["language"])
    config.site_url = library.absolute(library.home(language)) or None
    config.markdown_extensions.append(markup.HandoutMarkup(library, language))
    config.extra["house"] = library, language
    config.extra["view"] = view.of_site(library, language)
    config.watch += [str(root / "docs"), str(root / "overrides")]
    return config


def on_page_markdown(markdown, page, config, files):
    """Give the page's template its data, and Markdown the words as they were read and checked."""
    library, language = config.extra["house"]
    one = library.page(language, page.file.src_uri)
    page.meta = view.of_page(library, language, one)
    page.update_date = library.updated(language, one)
    return markup.source(one)


def on_post_build(config):
    """Finish a preview; the whole build finishes its own."""
    library, language = config.extra["house"]
    if os.environ[PURPOSE] != command.PART:
        command.finish(library, [language], Path(config.site_dir), sheets=os.environ[PURPOSE] == "build", preview=True)
