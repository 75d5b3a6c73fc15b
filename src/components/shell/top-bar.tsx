import Link from "next/link";
import { NoticeBell } from "@/components/notices/notice-bell";
import { PrivacyToggle } from "@/components/privacy/privacy-toggle";
import { ConnectionIndicator } from "@/components/shell/connection-indicator";
import { Mark } from "@/components/shell/mark";
import { MoreInTopBar } from "@/components/shell/more-in-top-bar";
import type { NavItem } from "@/components/shell/nav-items";
import { NavLink } from "@/components/shell/nav-link";
import { PersonMenu } from "@/components/shell/person-menu";
import { ThemeMenu } from "@/components/shell/theme-menu";
import type { Viewer } from "@/shared/schemas/member";

const LINK =
  "relative flex h-12 items-center px-2 text-14 whitespace-nowrap text-ink-soft -outline-offset-4 hover:text-ink aria-[current=page]:font-medium aria-[current=page]:text-ink aria-[current=page]:after:absolute aria-[current=page]:after:inset-x-2 aria-[current=page]:after:bottom-0 aria-[current=page]:after:h-0.5 aria-[current=page]:after:bg-ink";

interface TopBarProps {
  viewer: Viewer;
  items: readonly NavItem[];
  watchesConnections: boolean;
}

/** Name, pages, the state of the connections, and the person; stays at the top. */
export function TopBar({ viewer, items, watchesConnections }: TopBarProps) {
  const shown = items.filter((item) => item.place !== "more");
  return (
    <header className="sticky top-0 z-30 border-b border-line bg-surface">
      <div className="mx-auto flex h-12 max-w-[80rem] items-center gap-1 px-4 sm:px-6">
        <Link href="/dashboard" className="mr-3 flex items-center gap-2 font-semibold tracking-[-0.01em]">
          <Mark className="size-6" />
          <span className="max-sm:sr-only">Wheelhouse</span>
        </Link>
        <nav aria-label="Main" className="hidden flex-1 items-center md:flex">
          {shown.map((item, index) => (
            <span
              key={item.href}
              className={item.place === "wide" ? "hidden items-center xl:flex" : "flex items-center"}
            >
              {item.admin && shown[index - 1]?.admin === false && (
                <span className="mx-1.5 border-l border-line py-1 pl-3 text-12 text-ink-soft">Admin</span>
              )}
              <NavLink href={item.href} className={LINK}>
                {item.label}
              </NavLink>
            </span>
          ))}
          <MoreInTopBar permissions={viewer.permissions} />
        </nav>
        <div className="ml-auto flex items-center gap-1">
          {watchesConnections && <ConnectionIndicator position="top" />}
          <NoticeBell />
          <PrivacyToggle />
          <ThemeMenu />
          <PersonMenu viewer={viewer} />
        </div>
      </div>
    </header>
  );
}
