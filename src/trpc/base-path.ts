import { belowBasePath } from "@/shared/addresses";

/** The path below which the app lives, as the page's own element says; empty where there is none, and on the server. */
function basePath(): string {
  return typeof document === "undefined" ? "" : (document.documentElement.dataset["basePath"] ?? "");
}

/** A path of the app as the browser asks for it. Links of Next need it not: they do it by themselves. */
export function atBase(path: string): string {
  return `${basePath()}${path}`;
}

/** A path as the browser shows it, as one of the app. */
export function belowBase(path: string): string {
  return belowBasePath(path, basePath());
}

/** The address of the app, without a slash at its end: what a person copies from here begins with it. */
export function appAddress(): string {
  return `${window.location.origin}${basePath()}`;
}
