import Link from "next/link";
import type { ReactNode } from "react";
import { Mark } from "@/components/shell/mark";
import { SkipLink } from "@/components/shell/skip-link";
import { ThemeMenu } from "@/components/shell/theme-menu";

/** The frame of a page that is the same whether somebody is signed in or not. */
export function OpenFrame({ children }: { children: ReactNode }) {
  return (
    <>
      <SkipLink />
      <header className="border-b border-line bg-surface">
        <div className="mx-auto flex h-12 max-w-[80rem] items-center justify-between px-4 sm:px-6">
          <Link href="/" className="flex h-11 items-center gap-2 font-semibold tracking-[-0.01em]">
            <Mark className="size-6" />
            Wheelhouse
          </Link>
          <ThemeMenu />
        </div>
      </header>
      <main id="content" tabIndex={-1} className="mx-auto max-w-[80rem] px-4 pb-12 outline-none sm:px-6">
        {children}
      </main>
    </>
  );
}
