import { expect, type Page } from "@playwright/test";

export const SIZES = [
  { width: 1440, height: 900 },
  { width: 390, height: 844 },
];
const THEMES = ["light", "dark"] as const;

/** Takes the page as it stands in both themes at both widths; on a phone nothing may stick out sideways. */
export async function capture(page: Page, name: string, fullPage = true, sizes = SIZES): Promise<void> {
  for (const size of sizes) {
    await page.setViewportSize(size);
    const { excess, widest, height } = await page.evaluate(widthOfPage);
    expect
      .soft(excess, `${name} at ${size.width} pixels: sticks out sideways: ${widest}`)
      .toBeLessThanOrEqual(0);
    // A taller window rather than Playwright's full page, in whose middle a fixed bar would stand.
    if (fullPage) await page.setViewportSize({ width: size.width, height: Math.max(size.height, height) });
    for (const colorScheme of THEMES) {
      await page.emulateMedia({ colorScheme });
      await page.screenshot({ path: `screenshots/${name}-${size.width}-${colorScheme}.png` });
    }
  }
  await page.setViewportSize({ width: 1280, height: 900 });
  await page.emulateMedia({ colorScheme: "light" });
}

/**
 * In the page: by how much it is wider than the window, the elements that reach furthest, and how high it is. What
 * is drawn otherwise on a phone follows some frames after the window has become narrow.
 */
async function widthOfPage() {
  const root = document.scrollingElement ?? document.documentElement;
  for (let frame = 0; frame < 30; frame += 1) {
    await new Promise(requestAnimationFrame);
    if (frame > 1 && root.scrollWidth <= window.innerWidth) break;
  }
  const { scrollWidth, scrollHeight } = root;
  const excess = scrollWidth - window.innerWidth;
  const found =
    excess > 0
      ? [...document.body.querySelectorAll("*")].filter(
          (element) => Math.round(element.getBoundingClientRect().right) === scrollWidth,
        )
      : [];
  const widest = found
    .slice(-3)
    .map((element) => `<${element.tagName.toLowerCase()}> ${element.textContent.slice(0, 60)}`)
    .join(", ");
  return { excess, widest, height: scrollHeight };
}
