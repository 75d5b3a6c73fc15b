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
    const { excess, height } = await page.evaluate(() => {
      const { scrollWidth, scrollHeight } = document.scrollingElement ?? document.documentElement;
      return { excess: scrollWidth - window.innerWidth, height: scrollHeight };
    });
    expect.soft(excess, `${name} at ${size.width} pixels: sticks out sideways`).toBeLessThanOrEqual(0);
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
