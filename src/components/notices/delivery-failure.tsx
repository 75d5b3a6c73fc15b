import { Notice } from "@/components/ui/notice";
import { ERROR_CODES, type ErrorCode } from "@/shared/error-codes";
import { ERROR_GUIDANCE } from "@/shared/error-guidance";

interface DeliveryFailureProps {
  code: ErrorCode;
  /** It is the answer to a test that was just asked for. */
  ofTest?: boolean;
}

/** Why a notice did not arrive, what it means, and what to do. */
export function DeliveryFailure({ code, ofTest = false }: DeliveryFailureProps) {
  const { message, number } = ERROR_CODES[code];
  const { means, next } = ERROR_GUIDANCE[code];
  return (
    <Notice
      tone="bad"
      title={ofTest ? `The test was not delivered. ${message}.` : `${message}.`}
      {...(ofTest ? { announce: "alert" as const } : {})}
    >
      <p>{means}</p>
      <p>{next}</p>
      <p className="text-12 text-ink-soft">Error {number}</p>
    </Notice>
  );
}
