"""The icon that a phone shows on its home screen."""

from __future__ import annotations

# How far two pictures are apart, as the mean of their colors' differences, 0 to 255. The touch icon has a ground of
# its own, since a phone would fill what is transparent with black.
DISTANCE = """async ([drawing, icon]) => {
    const pixels = async address => {
        const picture = new Image(180, 180);
        picture.src = address;
        await picture.decode();
        const canvas = Object.assign(document.createElement('canvas'), {width: 180, height: 180});
        const context = canvas.getContext('2d');
        if (address === drawing) {
            context.fillStyle = '#fffdf9';
            context.fillRect(0, 0, 180, 180);
        }
        context.drawImage(picture, 0, 0, 180, 180);
        return [picture.naturalWidth, context.getImageData(0, 0, 180, 180).data];
    };
    const [, first] = await pixels(drawing), [width, second] = await pixels(icon);
    return [width, first.reduce((sum, value, at) => sum + Math.abs(value - second[at]), 0) / first.length];
}"""


def test_the_icon_on_a_home_screen_is_the_icon_of_the_site(site_url, page):
    page.goto(site_url)
    links = [
        page.evaluate(f"document.querySelector('link[rel={name}]').href")
        for name in ("icon", "apple-touch-icon")
    ]
    width, distance = page.evaluate(DISTANCE, links)
    assert width == 180 and distance < 2
