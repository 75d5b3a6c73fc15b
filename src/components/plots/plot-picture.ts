const SVG = "http://www.w3.org/2000/svg";
const PADDING = 24;
const HEAD = 48;
const FOOT = 40;

/** What the page's style sheet gives to shapes and words: a picture by itself has no style sheet. */
const KEPT = [
  "fill",
  "fill-opacity",
  "stroke",
  "stroke-width",
  "stroke-dasharray",
  "stroke-linejoin",
  "font-family",
  "font-size",
  "font-weight",
] as const;

/** A plot as a picture that needs no page: its title above, its looks written out, where and when it was made below. */
export function plotPicture(plot: SVGSVGElement, title: string, made: string): SVGSVGElement {
  const width = plot.width.baseVal.value + 2 * PADDING;
  const height = plot.height.baseVal.value + HEAD + FOOT;
  const picture = document.createElementNS(SVG, "svg");
  setAll(picture, { width, height, viewBox: `0 0 ${width} ${height}` });
  const ground = shape("rect", { width, height, fill: fillOf(plot.querySelector("[data-ground]")) });
  const ink = { fill: fillOf(plot.querySelector("text")), "font-family": getComputedStyle(plot).fontFamily };
  const head = shape("text", { x: PADDING, y: 30, "font-size": 16, "font-weight": 600, ...ink }, title);
  const foot = shape("text", { x: PADDING, y: height - 14, "font-size": 12, ...ink }, made);
  const content = shape("g", { transform: `translate(${PADDING} ${HEAD})` });
  for (const child of plot.children) content.append(withLooks(child));
  picture.append(ground, head, content, foot);
  return picture;
}

function withLooks(element: Element): Element {
  const copy = document.createElementNS(SVG, element.tagName);
  for (const { name, value } of element.attributes) {
    if (name !== "class") copy.setAttribute(name, value);
  }
  const looks = getComputedStyle(element);
  for (const name of KEPT) {
    // A colour may be a reference to a pattern, which stays as the element itself says.
    if (!(element.getAttribute(name) ?? "").startsWith("url(")) {
      copy.setAttribute(name, looks.getPropertyValue(name));
    }
  }
  if (element.children.length === 0) copy.textContent = element.textContent;
  for (const child of element.children) copy.append(withLooks(child));
  return copy;
}

const fillOf = (element: Element | null): string =>
  element === null ? "currentColor" : getComputedStyle(element).fill;

function shape(name: string, attributes: Readonly<Record<string, string | number>>, text = ""): Element {
  const element = document.createElementNS(SVG, name);
  setAll(element, attributes);
  element.textContent = text;
  return element;
}

function setAll(element: Element, attributes: Readonly<Record<string, string | number>>): void {
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, String(value));
}
