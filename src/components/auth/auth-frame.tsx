import type { ReactNode } from "react";
import { Rosette } from "@/components/auth/rosette";
import { Mark } from "@/components/shell/mark";
import { SkipLink } from "@/components/shell/skip-link";
import { ThemeMenu } from "@/components/shell/theme-menu";

/** The frame of the pages before the sign-in: the form at the left, a quiet engraving at the right. */
export function AuthFrame({ children }: { children: ReactNode }) {
  return (
    <div className="grid min-h-dvh lg:grid-cols-[minmax(30rem,2fr)_3fr]">
      <SkipLink />
      <div className="flex flex-col border-line bg-surface lg:border-r">
        <header className="flex h-14 items-center justify-between px-4 sm:px-8">
          <span className="flex items-center gap-2 font-semibold tracking-[-0.01em]">
            <Mark className="size-6" />
            Wheelhouse
          </span>
          <span className="-mr-2">
            <ThemeMenu />
          </span>
        </header>
        <main
          id="content"
          tabIndex={-1}
          className="flex flex-1 justify-center px-4 py-8 outline-none sm:px-8"
        >
          <div className="flex w-full max-w-[24rem] flex-col gap-6 sm:justify-center sm:pb-16">
            {children}
          </div>
        </main>
      </div>
      <aside
        aria-label="About Wheelhouse"
        className="relative hidden items-center justify-center overflow-hidden bg-canvas lg:flex"
      >
        <Rosette className="absolute size-[44rem] max-w-none text-line-strong opacity-40" />
        <ul className="relative flex max-w-80 flex-col gap-4 rounded-md border border-line bg-canvas p-6 text-13 text-ink-soft">
          <li>
            <strong className="block font-medium text-ink">On your own machine</strong>
            Broker sessions and secrets are kept here, encrypted, and go only to the broker.
          </li>
          <li>
            <strong className="block font-medium text-ink">Read-only unless you say so</strong>A connection
            may read your account; trading is a choice of its own.
          </li>
          <li>
            <strong className="block font-medium text-ink">Every step on record</strong>
            Sign-ins, connections and refusals are written to the audit log.
          </li>
        </ul>
      </aside>
    </div>
  );
}

/** The heading of such a page and the sentence under it. */
export function AuthHeading({ title, children }: { title: string; children?: ReactNode }) {
  return (
    <div className="flex flex-col gap-1.5">
      <h1 className="text-28 font-semibold tracking-[-0.02em]">{title}</h1>
      {children !== undefined && <p className="text-ink-soft">{children}</p>}
    </div>
  );
}
