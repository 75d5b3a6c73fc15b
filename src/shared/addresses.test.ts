import { expect, it } from "vitest";
import { basePathOf, belowBasePath } from "@/shared/addresses";

it.each([
  ["https://desk.example.com", ""],
  ["https://desk.example.com/", ""],
  ["https://desk.example.com/wheelhouse", "/wheelhouse"],
])("the base path of %s is '%s'", (url, path) => {
  expect(basePathOf(url)).toBe(path);
});

it.each([
  ["/dashboard", "", "/dashboard"],
  ["/wheelhouse/dashboard?a=1", "/wheelhouse", "/dashboard?a=1"],
  ["/wheelhouse", "/wheelhouse", "/"],
  ["/wheelhouse?a=1", "/wheelhouse", "/?a=1"],
  ["/wheelhouses/x", "/wheelhouse", "/wheelhouses/x"],
  ["/other", "/wheelhouse", "/other"],
])("%s below '%s' is %s", (path, basePath, below) => {
  expect(belowBasePath(path, basePath)).toBe(below);
});
