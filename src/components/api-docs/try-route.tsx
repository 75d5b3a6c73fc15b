"use client";

import { Play } from "lucide-react";
import { type FormEvent, useState } from "react";
import { missingIn, type Typed } from "@/components/api-docs/api-request";
import { CodeBlock } from "@/components/api-docs/code-block";
import { useTry } from "@/components/api-docs/use-try";
import { Button } from "@/components/ui/button";
import { classNames } from "@/components/ui/class-names";
import { FieldFrame, INPUT_CLASSES } from "@/components/ui/field-frame";
import { Form } from "@/components/ui/form";
import { Notice } from "@/components/ui/notice";
import { TextField } from "@/components/ui/text-field";
import { useEarlyText } from "@/components/ui/use-early-text";
import type { PageRoute } from "@/server/rest/page-routes";

interface TryRouteProps {
  route: PageRoute;
  token: string;
}

/** Calls the route with what the person types, and shows what comes back. */
export function TryRoute({ route, token }: TryRouteProps) {
  const [typed, setTyped] = useState<Typed>({});
  const [body, setBody] = useState(route.bodyExample ?? "");
  const bodyFrame = useEarlyText(body, setBody);
  const [missing, setMissing] = useState<readonly string[]>([]);
  const call = useTry(route);
  const needsToken = route.scopes !== null && token === "";
  const send = (event: FormEvent) => {
    event.preventDefault();
    const lacking = missingIn(route, typed);
    setMissing(lacking);
    if (lacking.length === 0 && !needsToken) call.mutate({ typed, body, token });
  };
  return (
    <Form onSubmit={send} aria-label={`Try ${route.summary}`} className="flex flex-col gap-3">
      {route.parameters.length > 0 && (
        <div className="grid gap-3 sm:grid-cols-2 lg:grid-cols-3">
          {route.parameters.map(({ name, required, type }) => (
            <TextField
              key={name}
              label={name}
              optional={!required}
              mono
              autoComplete="off"
              spellCheck={false}
              value={typed[name] ?? ""}
              onValueChange={(value) => setTyped((before) => ({ ...before, [name]: value }))}
              error={missing.includes(name) ? `Enter ${name}` : undefined}
              {...(type.startsWith("list") && { help: "Several with commas" })}
            />
          ))}
        </div>
      )}
      {route.bodyExample !== null && (
        <FieldFrame label="Body">
          {({ id, describedBy }) => (
            <div ref={bodyFrame}>
              <textarea
                id={id}
                aria-describedby={describedBy}
                rows={4}
                spellCheck={false}
                value={body}
                onChange={(event) => setBody(event.target.value)}
                className={classNames(INPUT_CLASSES, "h-auto py-2 font-mono text-13")}
              />
            </div>
          )}
        </FieldFrame>
      )}
      <div className="flex flex-wrap items-center gap-3">
        <Button
          type="submit"
          icon={<Play aria-hidden className="size-4" />}
          busy={call.isPending}
          disabled={needsToken}
        >
          {route.method === "GET" ? "Try it" : "Do it for real"}
        </Button>
        {needsToken && <p className="text-13 text-ink-soft">Enter a token at the top of the page first.</p>}
      </div>
      {call.isError && (
        <Notice tone="bad" announce="alert" title="Nothing came back.">
          <p>The server could not be reached. Check the connection and try again.</p>
        </Notice>
      )}
      {call.data !== undefined && (
        <div role="status" className="flex min-w-0 flex-col gap-2">
          <p className="text-13">
            Answer <span className="font-medium tabular-nums">{call.data.status}</span>
            {call.data.left !== null && (
              <span className="text-ink-soft">
                {" "}
                · the token has {call.data.left} requests left in this minute
              </span>
            )}
          </p>
          <CodeBlock title="Answer" what="answer" text={call.data.text} />
        </div>
      )}
    </Form>
  );
}
