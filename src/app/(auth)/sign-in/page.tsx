import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { AuthHeading } from "@/components/auth/auth-frame";
import { SignInForm } from "@/components/auth/sign-in-form";
import { safePath } from "@/trpc/safe-path";
import { readSetupNeeded, readViewer } from "@/trpc/server";

export const metadata: Metadata = { title: "Sign in" };

interface SignInPageProps {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export default async function SignInPage({ searchParams }: SignInPageProps) {
  const { next: wanted } = await searchParams;
  const next = safePath(typeof wanted === "string" ? wanted : undefined);
  if (await readSetupNeeded()) redirect("/setup");
  if ((await readViewer()) !== null) redirect(next);
  return (
    <>
      <AuthHeading title="Sign in">
        To your Wheelhouse, not to a broker. Brokers are connected on their own page afterwards.
      </AuthHeading>
      <SignInForm next={next} />
      <p className="text-13 text-ink-soft">No account here? Ask an admin for an invitation link.</p>
    </>
  );
}
