"use client";

import { createContext, type ReactNode, useContext } from "react";

const ShownContext = createContext(true);

/** Whether short explanations show on hover and focus; without a provider they do. */
export function useTooltipsShown(): boolean {
  return useContext(ShownContext);
}

/** Shows or keeps away the short explanations of all that is inside. */
export function TooltipVisibility({ shown, children }: { shown: boolean; children: ReactNode }) {
  return <ShownContext value={shown}>{children}</ShownContext>;
}
