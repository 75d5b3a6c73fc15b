"use client";

import { useMutation } from "@tanstack/react-query";
import {
  BellRing,
  BookOpen,
  Keyboard,
  KeyRound,
  LogOut,
  Settings,
  SlidersHorizontal,
  Target,
  UserRound,
} from "lucide-react";
import Link from "next/link";
import { signOut } from "next-auth/react";
import { useShortcutsDialog } from "@/components/shell/shortcuts";
import { Menu, MenuItem, MenuSeparator } from "@/components/ui/menu";
import { useToast } from "@/components/ui/toast";
import type { Viewer } from "@/shared/schemas/member";
import { atBase } from "@/trpc/base-path";
import { useTRPC } from "@/trpc/client";
import { toErrorResponse } from "@/trpc/error-response";

/** The person's own: account, keyboard, sign out. */
export function PersonMenu({ viewer }: { viewer: Viewer }) {
  const trpc = useTRPC();
  const toast = useToast();
  const openShortcuts = useShortcutsDialog();
  const leave = useMutation(
    trpc.viewer.signOut.mutationOptions({
      onSuccess: async () => {
        await signOut({ redirect: false });
        window.location.assign(atBase("/sign-in"));
      },
      onError: (error) =>
        toast({
          tone: "bad",
          title: "You are still signed in",
          detail: `${toErrorResponse(error).message}. Try to sign out again.`,
        }),
    }),
  );
  const initials = viewer.displayName
    .split(/\s+/)
    .slice(0, 2)
    .map((word) => word.charAt(0).toUpperCase())
    .join("");
  return (
    <Menu
      trigger={
        <button
          type="button"
          aria-label={`Your account, ${viewer.displayName}`}
          className="inline-flex size-8 items-center justify-center rounded-md hover:bg-sunken pointer-coarse:size-11"
        >
          <span className="inline-flex size-6 items-center justify-center rounded-sm border border-line-strong text-12 font-semibold">
            {initials}
          </span>
        </button>
      }
    >
      <div className="px-2 py-1.5">
        <p className="font-medium">{viewer.displayName}</p>
        <p className="text-12 break-all text-ink-soft">{viewer.email}</p>
      </div>
      <MenuSeparator />
      <MenuItem asChild>
        <Link href="/settings/account">
          <UserRound aria-hidden />
          Your account
        </Link>
      </MenuItem>
      <MenuItem asChild>
        <Link href="/settings/preferences">
          <SlidersHorizontal aria-hidden />
          Preferences
        </Link>
      </MenuItem>
      <MenuItem asChild>
        <Link href="/settings/notices">
          <BellRing aria-hidden />
          Notice channels
        </Link>
      </MenuItem>
      {viewer.permissions.includes("read_positions") && (
        <MenuItem asChild>
          <Link href="/settings/attention">
            <Target aria-hidden />
            Attention thresholds
          </Link>
        </MenuItem>
      )}
      {viewer.permissions.includes("modify_settings") && (
        <MenuItem asChild>
          <Link href="/settings/system">
            <Settings aria-hidden />
            System settings
          </Link>
        </MenuItem>
      )}
      {viewer.permissions.includes("manage_tokens") && (
        <MenuItem asChild>
          <Link href="/settings/tokens">
            <KeyRound aria-hidden />
            API tokens
          </Link>
        </MenuItem>
      )}
      <MenuItem asChild>
        <Link href="/api-docs">
          <BookOpen aria-hidden />
          API description
        </Link>
      </MenuItem>
      <MenuItem onSelect={openShortcuts}>
        <Keyboard aria-hidden />
        Keyboard shortcuts
      </MenuItem>
      <MenuSeparator />
      <MenuItem disabled={leave.isPending} onSelect={() => leave.mutate()}>
        <LogOut aria-hidden />
        Sign out
      </MenuItem>
    </Menu>
  );
}
