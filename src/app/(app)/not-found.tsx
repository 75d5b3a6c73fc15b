import { PlainFrame } from "@/components/shell/plain-frame";

export default function NotFound() {
  return (
    <PlainFrame title="Not found">
      <p>It was removed, or it never was yours.</p>
    </PlainFrame>
  );
}
