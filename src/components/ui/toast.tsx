"use client";

import { CircleAlert, CircleCheck, Info, TriangleAlert, X } from "lucide-react";
import { Toast as Radix } from "radix-ui";
import { createContext, type ReactNode, useCallback, useContext, useState } from "react";
import { TONE_TEXT } from "@/components/ui/badge";
import { classNames } from "@/components/ui/class-names";

interface ToastMessage {
  tone: "ok" | "neutral" | "warn" | "bad";
  title: string;
  detail?: string;
}

type ShowToast = (message: ToastMessage) => void;

const ToastContext = createContext<ShowToast>(() => undefined);
const ICONS = { ok: CircleCheck, neutral: Info, warn: TriangleAlert, bad: CircleAlert } as const;

/** Shows a short word of what was done. Errors that need an answer belong into the page instead. */
export function useToast(): ShowToast {
  return useContext(ToastContext);
}

/** Holds the short messages at the lower edge; F8 moves the focus there. */
export function ToastProvider({ children }: { children: ReactNode }) {
  const [messages, setMessages] = useState<readonly (ToastMessage & { id: number })[]>([]);
  const show = useCallback<ShowToast>((message) => {
    setMessages((now) => [...now.slice(-2), { ...message, id: (now.at(-1)?.id ?? 0) + 1 }]);
  }, []);
  return (
    <ToastContext value={show}>
      <Radix.Provider duration={5000} label="Message">
        {children}
        {messages.map((message) => {
          const Icon = ICONS[message.tone];
          return (
            <Radix.Root
              key={message.id}
              type={message.tone === "bad" ? "foreground" : "background"}
              onOpenChange={(open) => {
                if (!open) setMessages((now) => now.filter((other) => other.id !== message.id));
              }}
              className="flex animate-enter items-start gap-3 rounded-md bg-raised p-3 shadow-float"
            >
              <Icon aria-hidden className={classNames("mt-0.5 size-4 shrink-0", TONE_TEXT[message.tone])} />
              <div className="min-w-0 flex-1">
                <Radix.Title className="font-medium">{message.title}</Radix.Title>
                {message.detail !== undefined && (
                  <Radix.Description className="text-13 text-ink-soft">{message.detail}</Radix.Description>
                )}
              </div>
              <Radix.Close aria-label="Dismiss" className="rounded-sm text-ink-soft hover:text-ink">
                <X aria-hidden className="size-4" />
              </Radix.Close>
            </Radix.Root>
          );
        })}
        <Radix.Viewport className="fixed right-4 bottom-20 z-60 flex w-[22rem] max-w-[calc(100vw-2rem)] flex-col gap-2 sm:bottom-4" />
      </Radix.Provider>
    </ToastContext>
  );
}
