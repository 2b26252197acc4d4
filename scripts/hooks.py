"""The hooks that MkDocs calls while it builds one language; the package handouts does the work."""

from __future__ import annotations

import gc
import os
import threading
from pathlib import Path
from types import ModuleType
from typing import Literal

from jinja2 import Environment, FileSystemBytecodeCache
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page

from handouts.loading import library_loader, settings
from handouts.markdown import extension
from handouts.markdown.extension import HandoutMarkup
from handouts.model.pages import Handout
from handouts.model.settings import PART, PURPOSE
from handouts.pages import page_context, site_context
from handouts.pages.explained_terms import explained_terms
from handouts.pages.theme_frame import without_indents, without_toggles
from handouts.problems import Refused
from handouts.system.files import BROKEN_INSTALLATION, CACHE

NO_DAY = "1970-01-01"  # of a draft: a generator dates files by the newest page, and needs a day
# In a full build, which has read the sources without a problem before MkDocs does.
CHANGED = "The sources changed during the build. Run the same command again."


def on_startup(command: Literal["build", "gh-deploy", "serve"], dirty: bool) -> None:
    """Record whether MkDocs builds or serves, unless `python3 scripts build` has set it already."""
    os.environ.setdefault(PURPOSE, command)
    gc.set_threshold(100_000)  # as in __main__.py
    if os.environ[PURPOSE] == PART:
        threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    """End this process when the build that started it ends, even if it was killed.

    The build holds the other end of our input, which closes with it.
    """
    while os.read(0, 1):
        pass
    os._exit(1)


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Read and check the library; give Markdown our extension and the templates their data.

    Raises PluginError, in a preview with every problem. A full build reads the sources itself.
    """
    root = Path(config.config_file_path).parent
    try:
        library, problems = library_loader.read(root, settings.read(root))
        if problems or os.environ[PURPOSE] != PART:
            _build().require_no_problems(library, problems)
    except Refused as refused:
        raise PluginError(CHANGED if os.environ[PURPOSE] == PART else str(refused)) from None
    language = library.language(config.theme["language"])
    config.site_url = library.absolute(library.home(language)) or None
    config.markdown_extensions.append(HandoutMarkup(library, language))
    config.extra["house"] = library, language
    config.extra["view"] = site_context.of_site(library, language)
    config.watch += [str(root / "docs"), str(root / "overrides")]
    return config


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Put the clinic's own pages beside those of the library, or in their place.

    The pages of packets, which no file holds, come too.
    """
    library, language = config.extra["house"]
    for page in language.packet_pages:
        files.append(File.generated(config, language.page_file(page), content=""))
    for page in (*language.all_pages, *language.notices):
        if page.source.path in library.clinic_files:
            name = language.page_file(page)
            if replaced := files.get_file_from_path(name):
                files.remove(replaced)
            path = str(library.root / page.source.path)
            files.append(File.generated(config, name, abs_src_path=path))
    return files


def on_env(env: Environment, config: MkDocsConfig, files: Files) -> Environment:
    """Keep the templates as they are compiled, which takes a fifth of the time of a small build."""
    folder = config.extra["house"][0].root / CACHE / "templates"
    folder.mkdir(parents=True, exist_ok=True)
    env.bytecode_cache = FileSystemBytecodeCache(str(folder))
    return env


def on_page_markdown(markdown: str, page: Page, config: MkDocsConfig, files: Files) -> str:
    """Give the page's template its data, and return the Markdown as it was read and checked."""
    library, language = config.extra["house"]
    handout = library.page(language, page.file.src_uri)
    page.meta = page_context.of_page(library, language, handout)
    page.update_date = library.last_change(language, handout) or NO_DAY
    page.previous_page = page.next_page = None  # handouts are no chapters
    return extension.markdown_source(handout)


def on_page_content(html: str, page: Page, config: MkDocsConfig, files: Files) -> None:
    """Give a handout's template the terms that its article can explain."""
    library, language = config.extra["house"]
    handout = library.page(language, page.file.src_uri)
    if isinstance(handout, Handout):
        page.meta.update(explained_terms(library, handout, html))


def on_post_page(output: str, page: Page, config: MkDocsConfig) -> str:
    """Return a page without the controls of the theme's menus and without indents."""
    return without_indents(without_toggles(output))


def on_post_template(output: str, template_name: str, config: MkDocsConfig) -> str:
    """Return a page that no file was written for, such as the one for wrong addresses."""
    return without_indents(without_toggles(output))


def on_post_build(config: MkDocsConfig) -> None:
    """Finish a preview; a full build finishes its own pages. Raises PluginError."""
    if os.environ[PURPOSE] != PART:
        try:
            _build().preview(
                *config.extra["house"], Path(config.site_dir), sheets=os.environ[PURPOSE] == "build"
            )
        except Refused as refused:
            raise PluginError(str(refused)) from None


def on_shutdown() -> None:
    """Skip the last garbage collection, so that the process ends at once."""
    gc.freeze()


def _build() -> ModuleType:
    """Import the build, which loads the PDF engine, only where it is used."""
    try:
        from handouts.build import pipeline
    except ImportError as error:
        raise PluginError(f"{BROKEN_INSTALLATION} ({error})") from None
    return pipeline
