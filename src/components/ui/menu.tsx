"use client";

import { Check } from "lucide-react";
import { DropdownMenu as Radix } from "radix-ui";
import {
  type ComponentProps,
  createContext,
  type ReactElement,
  type ReactNode,
  useCallback,
  useContext,
  useRef,
} from "react";
import { classNames } from "@/components/ui/class-names";
import { useHydrated } from "@/components/ui/use-hydrated";

const ITEM =
  "flex min-h-8 w-full items-center gap-2 rounded-sm px-2 text-14 outline-none select-none data-disabled:text-ink-soft data-highlighted:bg-sunken pointer-coarse:min-h-11 [&>svg]:size-4 [&>svg]:shrink-0";

interface MenuProps {
  /** The button that opens the menu. */
  trigger: ReactElement;
  align?: "start" | "center" | "end";
  children: ReactNode;
}

type Later = (action: () => void) => void;

const LaterContext = createContext<Later>((action) => action());

/**
 * A list of actions behind a button; arrows move, letters jump, Escape closes. It stays inside the landmark
 * of its button, and an action runs once the focus is back there, so that a dialog can return it.
 */
export function Menu({ trigger, align = "end", children }: MenuProps) {
  const early = !useHydrated();
  const pending = useRef<(() => void) | null>(null);
  const later = useCallback<Later>((action) => {
    pending.current = action;
  }, []);
  return (
    <Radix.Root modal={false}>
      <Radix.Trigger asChild {...(early && { disabled: true })}>
        {trigger}
      </Radix.Trigger>
      <Radix.Content
        align={align}
        sideOffset={6}
        collisionPadding={8}
        onCloseAutoFocus={() => {
          const action = pending.current;
          pending.current = null;
          action?.();
        }}
        className="z-50 min-w-44 animate-enter rounded-md bg-raised p-1 text-left shadow-float"
      >
        <LaterContext value={later}>{children}</LaterContext>
      </Radix.Content>
    </Radix.Root>
  );
}

interface MenuItemProps extends Omit<ComponentProps<typeof Radix.Item>, "onSelect"> {
  onSelect?: () => void;
  /** `danger` for an action that takes something away. */
  tone?: "danger";
}

/** One action. */
export function MenuItem({ tone, className, onSelect, ...rest }: MenuItemProps) {
  const later = useContext(LaterContext);
  return (
    <Radix.Item
      {...rest}
      onSelect={() => {
        if (onSelect !== undefined) later(onSelect);
      }}
      className={classNames(ITEM, tone === "danger" && "text-bad", className)}
    />
  );
}

interface MenuChoicesProps<TValue extends string> {
  label: string;
  value: TValue;
  options: readonly { value: TValue; label: string; icon?: ReactNode }[];
  onValueChange: (value: TValue) => void;
}

/** A group of which exactly one is chosen. */
export function MenuChoices<TValue extends string>(props: MenuChoicesProps<TValue>) {
  const { label, value, options, onValueChange } = props;
  return (
    <Radix.RadioGroup
      value={value}
      onValueChange={(next) => {
        const chosen = options.find((option) => option.value === next);
        if (chosen !== undefined) onValueChange(chosen.value);
      }}
    >
      <MenuLabel>{label}</MenuLabel>
      {options.map((option) => (
        <Radix.RadioItem key={option.value} value={option.value} className={ITEM}>
          {option.icon}
          <span className="flex-1">{option.label}</span>
          <Radix.ItemIndicator>
            <Check aria-hidden className="size-4" />
          </Radix.ItemIndicator>
        </Radix.RadioItem>
      ))}
    </Radix.RadioGroup>
  );
}

export function MenuLabel({ children }: { children: ReactNode }) {
  return <Radix.Label className="px-2 py-1.5 text-12 text-ink-soft">{children}</Radix.Label>;
}

export function MenuSeparator() {
  return <Radix.Separator className="my-1 h-px bg-line" />;
}
