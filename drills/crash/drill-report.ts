import type { Verdict } from "./judge-connection";
import type { Fallen } from "./kill-switch";
import type { Phase } from "./plan-round";

/** Something that must never be, with what is needed to see it again. */
export interface Violation {
  readonly round: number;
  /** Key of the sandbox's person, or `outbox` or `broker`. */
  readonly where: string;
  readonly what: string;
  /** What was true of the connection; absent where it is not about one. */
  readonly verdict?: Verdict;
}

export interface DrillReport {
  readonly database: "sqlite" | "postgresql";
  readonly seed: string;
  readonly rounds: number;
  readonly seconds: number;
  readonly kills: readonly { readonly phase: Phase; readonly moment: Fallen["moment"] }[];
  /** How often a session was asked after a restart and answered. */
  readonly sessionsChecked: number;
  /** Sessions that were given up although the broker would have renewed them. */
  readonly sessionsLost: number;
  readonly duplicateRefreshes: number;
  /** Sessions whose new tokens died with the process, as the person was told. */
  readonly answersLostTold: number;
  readonly loginsInterruptedTold: number;
  readonly disconnectsCutShortTold: number;
  readonly notices: {
    readonly written: number;
    /** Dropped, since what they told was mended before they were sent. */
    readonly mendedBefore: number;
    readonly arrived: number;
    /** Arrivals after the first of the same notice. */
    readonly repeats: number;
  };
  readonly violations: readonly Violation[];
}

const PHASES: readonly Phase[] = ["connect", "refresh", "disconnect", "read", "start", "idle"];
const MOMENTS: readonly (readonly [Fallen["moment"], string])[] = [
  ["request_lost", "request lost"],
  ["answer_lost", "answer lost"],
  ["answer_given", "just answered"],
  ["timer", "any time"],
  ["idle", "at rest"],
];
const WIDTH = 15;

/** The report as text for a terminal. */
export function formatReport(report: DrillReport): string {
  const row = (name: string, cells: readonly (string | number)[]) =>
    name.padEnd(WIDTH) + cells.map((cell) => String(cell).padStart(WIDTH)).join("");
  const countOf = (phase: Phase, moment: Fallen["moment"]) =>
    report.kills.filter((kill) => kill.phase === phase && kill.moment === moment).length;
  const facts: readonly (readonly [string, string | number])[] = [
    ["kills", report.kills.length],
    ["sessions checked", report.sessionsChecked],
    ["sessions lost", report.sessionsLost],
    ["duplicate refreshes", report.duplicateRefreshes],
    ["answers lost, told", report.answersLostTold],
    ["logins interrupted, told", report.loginsInterruptedTold],
    ["disconnects cut short, told", report.disconnectsCutShortTold],
    ["notices written", report.notices.written],
    ["mended before they were sent", report.notices.mendedBefore],
    ["notices arrived", `${report.notices.arrived}, ${report.notices.repeats} repeats`],
    ["violations", report.violations.length],
    ["seconds", report.seconds.toFixed(0)],
    ["seed", report.seed],
  ];
  return [
    `Crash drill on ${report.database}`,
    "",
    row(
      "killed in",
      MOMENTS.map(([, name]) => name),
    ),
    ...PHASES.map((phase) =>
      row(
        phase,
        MOMENTS.map(([moment]) => countOf(phase, moment)),
      ),
    ),
    "",
    ...facts.map(([name, value]) => `${name.padEnd(2 * WIDTH)}${value}`),
    ...report.violations.map(({ round, where, what }) => `round ${round}, ${where}: ${what}`),
  ].join("\n");
}
