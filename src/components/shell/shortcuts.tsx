"use client";

import { useRouter } from "next/navigation";
import { createContext, type ReactNode, useContext, useEffect, useRef, useState } from "react";
import { LEAVE_EVENT } from "@/components/shell/leave-event";
import { type NavItem, navItemsFor } from "@/components/shell/nav-items";
import { Dialog } from "@/components/ui/dialog";
import { Kbd } from "@/components/ui/kbd";
import type { Permission } from "@/shared/permissions";

const SEQUENCE_MS = 1200;
const OpenContext = createContext<() => void>(() => undefined);

/** Opens the list of shortcuts. */
export function useShortcutsDialog(): () => void {
  return useContext(OpenContext);
}

function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable || ["INPUT", "TEXTAREA", "SELECT"].includes(target.tagName))
  );
}

interface ShortcutsProps {
  permissions: readonly Permission[];
  children: ReactNode;
}

/** `?` lists the shortcuts, `/` goes to the page's search, `g` and a letter to a page. */
export function Shortcuts({ permissions, children }: ShortcutsProps) {
  const router = useRouter();
  const [open, setOpen] = useState(false);
  const goPressedAt = useRef(0);
  const items = navItemsFor(permissions);

  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
      if (document.querySelector('[role="dialog"], [role="menu"]') !== null) return;
      const wasGo = Date.now() - goPressedAt.current < SEQUENCE_MS;
      goPressedAt.current = 0;
      const target = wasGo ? navItemsFor(permissions).find((item) => item.key === event.key) : undefined;
      const search = document.querySelector<HTMLElement>("[data-page-search]");
      if (target !== undefined) {
        const mayLeave = window.dispatchEvent(
          new CustomEvent(LEAVE_EVENT, { cancelable: true, detail: target.href }),
        );
        if (mayLeave) router.push(target.href);
      } else if (event.key === "g") goPressedAt.current = Date.now();
      else if (event.key === "?") setOpen(true);
      else if (event.key === "/" && search !== null) search.focus();
      else return;
      event.preventDefault();
    };
    document.addEventListener("keydown", onKeyDown);
    return () => document.removeEventListener("keydown", onKeyDown);
  }, [permissions, router]);

  return (
    <OpenContext value={() => setOpen(true)}>
      {children}
      <Dialog open={open} onOpenChange={setOpen} title="Keyboard shortcuts">
        <ShortcutList items={items} />
      </Dialog>
    </OpenContext>
  );
}

function ShortcutList({ items }: { items: readonly NavItem[] }) {
  const rows = [
    { keys: ["?"], what: "Show this list" },
    { keys: ["/"], what: "Search on this page" },
    ...items.map((item) => ({ keys: ["g", item.key], what: `Go to ${item.label}` })),
    { keys: ["Esc"], what: "Close a dialog or menu" },
    { keys: ["F8"], what: "Go to the last message" },
  ];
  return (
    <dl className="flex flex-col">
      {rows.map((row) => (
        <div
          key={row.what}
          className="flex h-9 items-center justify-between border-b border-line last:border-b-0"
        >
          <dt>{row.what}</dt>
          <dd className="flex items-center gap-1 text-12 text-ink-soft">
            {row.keys.map((key, index) => (
              <span key={key} className="flex items-center gap-1">
                {index > 0 && "then"}
                <Kbd>{key}</Kbd>
              </span>
            ))}
          </dd>
        </div>
      ))}
    </dl>
  );
}
