import { expect, it } from "vitest";
import { clipText, escapeAngles, escapeHtml, oneLine, textLines } from "@/server/notices/plain-text";

it("makes one line of anything, without what can't be seen", () => {
  expect(oneLine(" a\r\nBcc: b\u0000c\u202ed\u2028e ")).toBe("a Bcc: b c d e");
});

it("splits text into lines and leaves empty ones out", () => {
  expect(textLines("one\r\n\r\ntwo\u0007\nthree\u2029four\r")).toEqual(["one", "two", "three", "four"]);
});

it("clips long text, and never cuts an escape or a character in two", () => {
  expect(clipText("abc", 10)).toBe("abc");
  expect(clipText("abcdef", 4)).toBe("abc…");
  expect(clipText("a&b", 5, escapeAngles)).toBe("a…");
  expect(clipText("a&b", 8, escapeAngles)).toBe("a&amp;b");
  expect(clipText("a😀😀", 5)).toBe("a😀…");
});

it("escapes HTML, quotes of attributes included", () => {
  expect(escapeHtml(`<a href="x" title='y'>&amp;`)).toBe(
    "&lt;a href=&quot;x&quot; title=&#39;y&#39;&gt;&amp;amp;",
  );
});
