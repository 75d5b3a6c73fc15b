import { PlainFrame } from "@/components/shell/plain-frame";
import { ERROR_CODES } from "@/shared/error-codes";
import { ERROR_GUIDANCE } from "@/shared/error-guidance";

const CODE = ERROR_CODES.API_PERMISSION_DENIED;

/** What a person sees whose roles do not open the page. */
export function ForbiddenPage() {
  return (
    <PlainFrame title="This page is not open to you" note={`Error ${CODE.number}`}>
      <p>{CODE.message}. Nothing is wrong with your account or your connections.</p>
      <p className="text-ink-soft">{ERROR_GUIDANCE.API_PERMISSION_DENIED.next}</p>
    </PlainFrame>
  );
}
