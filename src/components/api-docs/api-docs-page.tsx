"use client";

import { useState } from "react";
import { ErrorCodeList } from "@/components/api-docs/error-code-list";
import { RouteEntry } from "@/components/api-docs/route-entry";
import { PageHeader } from "@/components/ui/page-header";
import { Section } from "@/components/ui/section";
import { TextField } from "@/components/ui/text-field";
import type { PageRoute } from "@/server/rest/page-routes";
import { API_ADDRESSES } from "@/shared/addresses";

interface ApiDocsPageProps {
  routes: readonly PageRoute[];
  /** Where people reach the app. */
  origin: string;
}

/** The API to read and to try. The token is held by this page alone and is gone when it is left. */
export function ApiDocsPage({ routes, origin }: ApiDocsPageProps) {
  const [token, setToken] = useState("");
  const nouns = [...new Set(routes.map(({ noun }) => noun))];
  return (
    <>
      <PageHeader
        title="API for programs"
        description="What a bot can ask of Wheelhouse, and how. Every answer is bounded by its token, and the token by what its owner may do."
      />
      <div className="flex flex-col gap-6">
        <Section title="Try it with a token">
          <div className="flex max-w-[32rem] flex-col gap-3">
            <TextField
              label="API token"
              type="password"
              mono
              autoComplete="off"
              spellCheck={false}
              value={token}
              onValueChange={(text) => setToken(text.trim())}
              help="For trying routes here. It is kept nowhere: leave the page and it is gone."
            />
            <p className="text-13 text-ink-soft">
              Programs read the whole description at{" "}
              <a
                href={`${origin}${API_ADDRESSES.rest}/openapi.json`}
                className="underline underline-offset-2 hover:text-ink"
              >
                openapi.json
              </a>
              .
            </p>
          </div>
        </Section>
        {nouns.map((noun) => (
          <Section key={noun} title={noun} flush>
            {routes
              .filter((route) => route.noun === noun)
              .map((route) => (
                <RouteEntry key={route.operationId} route={route} token={token} origin={origin} />
              ))}
          </Section>
        ))}
        <ErrorCodeList />
      </div>
    </>
  );
}
