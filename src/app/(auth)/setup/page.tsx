import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { AuthHeading } from "@/components/auth/auth-frame";
import { SetupForm } from "@/components/auth/setup-form";
import { readSetupNeeded } from "@/trpc/server";

export const metadata: Metadata = { title: "Set up" };

export default async function SetupPage() {
  if (!(await readSetupNeeded())) redirect("/sign-in");
  return (
    <>
      <AuthHeading title="Set up Wheelhouse">
        You become the owner of this install. The code shows that you are the one who started it.
      </AuthHeading>
      <SetupForm />
    </>
  );
}
