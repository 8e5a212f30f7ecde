"""The pages in a real browser: no sideways scroll, targets to touch, nothing asked from elsewhere."""

from __future__ import annotations

from pathlib import Path

import pytest

CHROMIUM = Path("/usr/bin/chromium")
PAGES = (
    "index.html",
    "instruments.html",
    "map.html",
    "documents.html",
    "about.html",
    "post/p1.html",
    "post/p2.html",
    "post/p4.html",
    "i/orchard-charter.html",
    "p/orchard-charter/art_1.html",
    "p/orchard-charter/art_2.html",
    "issue/ladders.html",
    "states.html",
    "state/np.html",
)
SHORT = """
() => [...document.querySelectorAll('header.site a, summary, .go, .crumbs a, .turn a, .map td a, .reply .byline a')]
    .filter(one => one.checkVisibility() && one.getBoundingClientRect().height < 43.5)
    .map(one => one.textContent.trim().slice(0, 30))
"""
UNDERLINE = "one => { const s = getComputedStyle(one); return s.textDecorationStyle + ' ' + s.textDecorationThickness }"

pytestmark = pytest.mark.skipif(not CHROMIUM.exists(), reason=f"no browser at {CHROMIUM}: apt-get install chromium")


@pytest.fixture(scope="module")
def browser():
    from playwright.sync_api import sync_playwright

    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=str(CHROMIUM), args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture(params=[390, 1280])
def width(request):
    return request.param


@pytest.fixture(params=["light", "dark"])
def tab(request, browser, width):
    context = browser.new_context(
        viewport={"width": width, "height": 844},
        color_scheme=request.param,
        has_touch=width == 390,
    )
    page = context.new_page()
    page.told = []
    page.asked = []
    page.on("console", lambda message: page.told.append(message.text))
    page.on("request", lambda wanted: page.asked.append(wanted.url))
    yield page
    context.close()


def test_no_page_scrolls_sideways_or_asks_for_anything_from_elsewhere(tab, folder, tmp_path, width):
    for path in PAGES:
        tab.goto((folder / path).as_uri())
        tab.evaluate("() => document.querySelectorAll('details').forEach(one => one.open = true)")
        over = tab.evaluate("() => document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert over <= 0, (path, width, over)
        shot = tab.screenshot(path=tmp_path / "page.png", full_page=True)
        assert len(shot) > 5000, path
    assert tab.told == []
    assert tab.asked and all(url.startswith(folder.as_uri() + "/") for url in tab.asked)
    assert any(url.endswith("style.css") for url in tab.asked)


def test_the_style_sheet_applies_from_a_folder_under_the_policy(tab, folder):
    tab.goto((folder / "post/p1.html").as_uri())
    styles = {
        kind: tab.eval_on_selector(f"article > .text .k-{kind}", UNDERLINE)
        for kind in ("pinpoint", "anaphor", "quotation", "body")
    }
    assert styles["pinpoint"].startswith("solid 2px")
    assert len(set(styles.values())) == len(styles)


@pytest.mark.parametrize("width", [390], indirect=True)
def test_what_is_touched_is_at_least_44_pixels_high(tab, folder):
    for path in PAGES:
        tab.goto((folder / path).as_uri())
        assert tab.evaluate(SHORT) == [], path


def test_a_reader_follows_a_citation_to_its_provision_and_back_by_keyboard(tab, folder):
    tab.goto((folder / "post/p1.html").as_uri())
    tab.focus(".k-quotation .k-pinpoint a")
    tab.keyboard.press("Enter")
    tab.wait_for_url("**/p/orchard-charter/art_1__para_2__point_b.html")
    tab.focus("figcaption a.go")
    tab.keyboard.press("Enter")
    tab.wait_for_url("**/post/p1.html#c*")
    assert tab.evaluate("() => document.querySelector(':target').matches('li.note')")


def test_the_citing_sentence_is_seen_without_scrolling(tab, folder):
    tab.goto((folder / "p/orchard-charter/art_1.html").as_uri())
    box = tab.locator("mark.cite").first.bounding_box()
    assert box is not None and box["y"] + box["height"] < 844
