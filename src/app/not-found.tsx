import type { Metadata } from "next";
import { PlainFrame } from "@/components/shell/plain-frame";

export const metadata: Metadata = { title: "Not found" };

export default function NotFound() {
  return (
    <main>
      <PlainFrame title="There is no such page">
        <p>The address is mistyped, or what it led to was removed.</p>
      </PlainFrame>
    </main>
  );
}
