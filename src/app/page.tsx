import { redirect } from "next/navigation";
import { readSetupNeeded } from "@/trpc/server";

export default async function StartPage(): Promise<never> {
  redirect((await readSetupNeeded()) ? "/setup" : "/dashboard");
}
