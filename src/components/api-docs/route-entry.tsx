import { ChevronRight } from "lucide-react";
import { curlOf } from "@/components/api-docs/api-request";
import { CodeBlock } from "@/components/api-docs/code-block";
import { RouteParameters } from "@/components/api-docs/route-parameters";
import { TryRoute } from "@/components/api-docs/try-route";
import { Badge } from "@/components/ui/badge";
import type { PageRoute } from "@/server/rest/page-routes";
import { SCOPES } from "@/shared/schemas/api-token";

interface RouteEntryProps {
  route: PageRoute;
  token: string;
  origin: string;
}

/** One route: closed a line, open all there is to know of it. */
export function RouteEntry({ route, token, origin }: RouteEntryProps) {
  const isJson = route.mediaType === "application/json";
  return (
    <details id={route.operationId} className="group border-line not-first:border-t">
      <summary className="flex cursor-pointer flex-wrap items-center gap-x-3 gap-y-1 px-4 py-2 hover:bg-sunken pointer-coarse:min-h-11">
        <ChevronRight
          aria-hidden
          className="size-4 shrink-0 text-ink-soft group-open:rotate-90 motion-safe:transition-transform motion-safe:duration-100"
        />
        <Badge tone={route.method === "GET" ? "neutral" : "warn"}>{route.method}</Badge>
        <code className="min-w-0 font-mono text-13 break-all">{route.path}</code>
        <span className="basis-full text-13 text-ink-soft lg:basis-auto">{route.summary}</span>
      </summary>
      <div className="flex min-w-0 flex-col gap-4 border-t border-line p-4">
        {route.description !== null && <p className="prose-width text-13">{route.description}</p>}
        <p className="prose-width text-13">{scopeSentence(route.scopes)}</p>
        {route.parameters.length > 0 && <RouteParameters parameters={route.parameters} />}
        <div className="grid min-w-0 items-start gap-4 lg:grid-cols-2">
          <CodeBlock title="At a terminal" what="command" text={curlOf(route, origin)} />
          {route.replyExample !== null && (
            <details className="min-w-0">
              <summary className="cursor-pointer py-1 text-13 font-medium pointer-coarse:py-3">
                An example of the answer
              </summary>
              <CodeBlock
                title={`Example, with status ${route.status}`}
                what="example answer"
                text={route.replyExample}
              />
            </details>
          )}
        </div>
        {isJson ? (
          <TryRoute route={route} token={token} />
        ) : (
          <p className="prose-width text-13 text-ink-soft">
            It answers with {route.mediaType}, which this page does not show. Try it at a terminal.
          </p>
        )}
      </div>
    </details>
  );
}

function scopeSentence(scopes: PageRoute["scopes"]): string {
  if (scopes === null) return "Needs no token.";
  if (scopes.length === 0) return "Any token may ask.";
  return `Needs the scope ${scopes.map((scope) => `${scope} (${SCOPES[scope].toLowerCase()})`).join(" or ")}.`;
}
