import { CopyButton } from "@/components/ui/copy-button";

interface CodeBlockProps {
  title: string;
  /** What is copied, such as 'example answer'. */
  what: string;
  text: string;
}

/** More would only make the page slow; the button copies all of it. */
const SHOWN_CHARACTERS = 8000;

/** Text for machines, to read and to copy. */
export function CodeBlock({ title, what, text }: CodeBlockProps) {
  const isCut = text.length > SHOWN_CHARACTERS;
  return (
    <fieldset aria-label={title} className="min-w-0 rounded-md border border-line">
      <div className="flex h-8 items-center justify-between border-b border-line pr-1 pl-3 pointer-coarse:h-11">
        <p className="text-12 font-medium text-ink-soft">{title}</p>
        <CopyButton text={text} what={what} />
      </div>
      <pre className="bg-sunken p-3 font-mono text-12 break-all whitespace-pre-wrap">
        {isCut ? `${text.slice(0, SHOWN_CHARACTERS)}…` : text}
      </pre>
      {isCut && (
        <p className="border-t border-line px-3 py-2 text-13 text-ink-soft">The rest is copied too.</p>
      )}
    </fieldset>
  );
}
