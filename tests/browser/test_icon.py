"""The icon of the site, in the other forms that browsers and phones ask for."""

from __future__ import annotations

# How far two pictures are apart, as the mean of their colors' differences, 0 to 255. The touch icon
# has a ground of its own, since a phone would fill what is transparent with black.
DISTANCE = """async ([drawing, icon]) => {
    const pixels = async address => {
        const picture = new Image(180, 180);
        picture.src = address;
        await picture.decode();
        const canvas = Object.assign(document.createElement('canvas'), {width: 180, height: 180});
        const context = canvas.getContext('2d');
        if (!address.includes('touch')) {
            context.fillStyle = '#fffdf9';
            context.fillRect(0, 0, 180, 180);
        }
        context.drawImage(picture, 0, 0, 180, 180);
        return [picture.naturalWidth, context.getImageData(0, 0, 180, 180).data];
    };
    const [, first] = await pixels(drawing), [width, second] = await pixels(icon);
    return [width, first.reduce((sum, value, at) => sum + Math.abs(value - second[at]), 0) / \
first.length];
}"""


def test_each_icon_shows_the_icon_of_the_site(site_url, page):
    page.goto(site_url)
    drawing, icon, touch_icon = (
        page.evaluate(f"document.querySelector({selector!r}).href")
        for selector in ("link[rel=icon][type]", "link[sizes]", "link[rel=apple-touch-icon]")
    )
    width, distance = page.evaluate(DISTANCE, [drawing, touch_icon])
    assert width == 180 and distance < 2
    width, distance = page.evaluate(DISTANCE, [drawing, icon])
    assert width == 32 and distance < 12  # its edges are blurred
