"use client";

import { FailedPage } from "@/components/shell/failed-page";

interface ErrorPageProps {
  error: unknown;
  retry: () => void;
}

export default function ErrorPage(props: ErrorPageProps) {
  return <FailedPage {...props} />;
}
