import { type Finding, ok, problem, warning } from "@/cli/doctor/finding";
import type { Environment } from "@/env";
import { type ProbeResult, probeOrigin } from "@/server/http/probe-origin";
import { checkMailServer } from "@/server/notices/check-mail-server";
import { API_ADDRESSES } from "@/shared/addresses";

const TIMEOUT_MS = 5000;
/** Authenticator codes change every 30 seconds. */
const MOST_SKEW_SECONDS = 15;

/** Brokers, clock, mail server and public address. No credential is sent but the mail server's own, to it. */
export async function networkFindings(environment: Environment, now: () => Date): Promise<Finding[]> {
  const hosts = [...new Set(Object.values(environment.robinhood))];
  const probes = await Promise.all(hosts.map((url) => probeOrigin(url, now, TIMEOUT_MS)));
  return [
    ...probes.map((probe, index) => brokerFinding(hosts[index] ?? "", probe)),
    clockFinding(probes),
    await mailFinding(environment),
    await publicUrlFinding(environment, now),
  ];
}

function brokerFinding(url: string, { status, failure }: ProbeResult): Finding {
  return status === null
    ? problem(
        "broker",
        `${url} can't be reached (${failure})`,
        "Check the network of this machine, its DNS and its firewall.",
      )
    : ok("broker", `${url} answers`);
}

/** How far the machine's clock is from the brokers'. Pure. */
export function clockFinding(probes: readonly ProbeResult[]): Finding {
  const ahead = probes.map((probe) => probe.clockAheadSeconds).find((seconds) => seconds !== null);
  if (ahead === undefined || ahead === null) {
    return { name: "clock", state: "skipped", message: "no broker told its time", remedy: null };
  }
  return Math.abs(ahead) <= MOST_SKEW_SECONDS
    ? ok("clock", `within ${Math.abs(ahead)} s of the broker's`)
    : problem(
        "clock",
        `${Math.abs(ahead)} s off the broker's`,
        "Let the machine keep its time by NTP: codes and sessions go by it.",
      );
}

async function mailFinding({ mail }: Environment): Promise<Finding> {
  const name = "mail server";
  if (mail === null) {
    return { name, state: "skipped", message: "SMTP_URL is not set, so no e-mail is sent", remedy: null };
  }
  try {
    await checkMailServer(mail.url, TIMEOUT_MS);
    return ok(name, "it accepts the settings");
  } catch {
    return problem(name, "it can't be reached, or refuses the settings", "Check SMTP_URL.");
  }
}

async function publicUrlFinding(environment: Environment, now: () => Date): Promise<Finding> {
  const publicUrl = `${environment.publicUrl}${environment.basePath}`;
  const probe = await probeOrigin(`${publicUrl}${API_ADDRESSES.health}`, now, TIMEOUT_MS);
  return webAppFinding(publicUrl, environment.tls.kind, probe);
}

/** The finding for what the public address answered. Pure. */
export function webAppFinding(
  publicUrl: string,
  tls: Environment["tls"]["kind"],
  { status, failure }: Pick<ProbeResult, "status" | "failure">,
): Finding {
  if (status === 200) return ok("web app", `${publicUrl} answers`);
  if (tls === "self-signed" && failure === "DEPTH_ZERO_SELF_SIGNED_CERT") {
    return ok("web app", `${publicUrl} answers with a certificate of its own`);
  }
  const what = status === null ? `can't be reached (${failure})` : `answers ${status}`;
  return warning(
    "web app",
    `${publicUrl} ${what}`,
    "Start it with `wheelhouse serve`, or check PUBLIC_URL and the proxy. The command line works without it.",
  );
}
