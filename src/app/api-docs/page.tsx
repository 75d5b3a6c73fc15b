import type { Metadata } from "next";
import { ApiDocsPage } from "@/components/api-docs/api-docs-page";
import { OpenFrame } from "@/components/api-docs/open-frame";
import { getContainer } from "@/server/container";
import { describeRoutes } from "@/server/rest/describe-routes";
import { pageRoutes } from "@/server/rest/page-routes";
import { allRoutes } from "@/server/rest/routes/all-routes";

export const metadata: Metadata = { title: "API" };

const routes = pageRoutes(describeRoutes(allRoutes));

export default async function ApiDocsRoute() {
  const { services } = await getContainer();
  return (
    <OpenFrame>
      <ApiDocsPage routes={routes} origin={services.settings.publicUrl} />
    </OpenFrame>
  );
}
