/** The first stop of the Tab key: past the navigation to the content. */
export function SkipLink() {
  return (
    <a
      href="#content"
      className="fixed top-2 left-2 z-60 -translate-y-16 rounded-md bg-action px-3 py-1.5 font-medium text-action-ink focus:translate-y-0"
    >
      Skip to content
    </a>
  );
}
