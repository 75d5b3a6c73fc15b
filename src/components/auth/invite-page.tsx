"use client";

import { useMutation } from "@tanstack/react-query";
import { useEffect } from "react";
import { AuthHeading } from "@/components/auth/auth-frame";
import { InviteForm } from "@/components/auth/invite-form";
import { useHashToken } from "@/components/auth/use-hash-token";
import { ROLE_NAMES } from "@/components/members/role-texts";
import { ErrorNotice } from "@/components/ui/error-notice";
import { Notice } from "@/components/ui/notice";
import { RelativeTime } from "@/components/ui/relative-time";
import { LoadingRegion, Skeleton } from "@/components/ui/skeleton";
import { useTRPC } from "@/trpc/client";
import { toErrorResponse } from "@/trpc/error-response";

/** Shows whom the invitation is for, then asks for name and password. */
export function InvitePage() {
  const trpc = useTRPC();
  const token = useHashToken();
  const { mutate, data, error, isPending } = useMutation(trpc.invitation.view.mutationOptions());
  useEffect(() => {
    if (token !== null && token !== "") mutate({ token });
  }, [token, mutate]);

  if (token === "") {
    return (
      <>
        <AuthHeading title="Open the whole link" />
        <Notice tone="warn" title="The link has no invitation in it.">
          It ends in a long text behind a # sign, which got lost, or the page was reloaded. Open the link from
          your message again.
        </Notice>
      </>
    );
  }
  if (error !== null && token !== null) {
    return (
      <>
        <AuthHeading title="You can't join with this link" />
        <ErrorNotice error={toErrorResponse(error)} onRetry={() => mutate({ token })} busy={isPending} />
      </>
    );
  }
  if (data === undefined || token === null) {
    return (
      <>
        <AuthHeading title="Join Wheelhouse" />
        <LoadingRegion label="Reading the invitation">
          <div className="flex flex-col gap-4">
            <Skeleton className="w-3/4" />
            <Skeleton className="h-8" />
            <Skeleton className="h-8" />
            <Skeleton className="h-8" />
          </div>
        </LoadingRegion>
      </>
    );
  }
  return (
    <>
      <AuthHeading title="Join Wheelhouse">
        You are invited as {data.roles.map((role) => ROLE_NAMES[role].toLowerCase()).join(" and ")}. The link
        ends <RelativeTime at={data.expiresAt} />.
      </AuthHeading>
      <InviteForm token={token} email={data.email} />
    </>
  );
}
