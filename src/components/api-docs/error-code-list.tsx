import { Section } from "@/components/ui/section";
import { ERROR_CODES, type ErrorCode } from "@/shared/error-codes";
import { ERROR_GUIDANCE } from "@/shared/error-guidance";

const CODES = Object.keys(ERROR_CODES) as ErrorCode[];

/** Every code that an answer can carry; the `type` of problem details leads to its line. */
export function ErrorCodeList() {
  return (
    <Section
      title="Error codes"
      description="Every failed call is answered with the number as code and the word as name."
      flush
    >
      <ul className="divide-y divide-line">
        {CODES.map((code) => {
          const { number, message, httpStatus } = ERROR_CODES[code];
          return (
            <li
              key={code}
              id={`error-${number}`}
              className="grid gap-x-4 gap-y-0.5 px-4 py-2 text-13 target:bg-action-wash md:grid-cols-[20rem_1fr]"
            >
              <p className="flex flex-wrap gap-x-2">
                <span className="font-medium tabular-nums">{number}</span>
                <code className="min-w-0 font-mono text-12 break-all">{code}</code>
                <span className="text-ink-soft tabular-nums">HTTP {httpStatus}</span>
              </p>
              <p className="prose-width">
                {message}. <span className="text-ink-soft">{ERROR_GUIDANCE[code].means}</span>
              </p>
            </li>
          );
        })}
      </ul>
    </Section>
  );
}
