import { spawn } from "node:child_process";
import { dirname } from "node:path";

/** What the keyring is asked: entries are told apart by service and account. */
export type KeyringRequest =
  | { readonly verb: "get" | "remove"; readonly service: string; readonly account: string }
  | { readonly verb: "put"; readonly service: string; readonly account: string; readonly secret: Uint8Array }
  | { readonly verb: "list"; readonly service: string };

/** What went wrong: it did not answer in time, or answered with an error. */
export class KeyringFailure extends Error {
  override readonly name = "KeyringFailure";
  readonly isLate: boolean;

  constructor(isLate: boolean, message: string) {
    super(message);
    this.isLate = isLate;
  }
}

/**
 * One request in a process of its own. The library's calls block their thread, for ever where the session bus does not
 * answer: a process can be killed, a thread can't. It stands here as text because bundlers know no other files.
 * Standard input: a line of JSON, then the secret's bytes. Standard output: a letter, then bytes.
 */
const PROGRAM = `
const { buffer } = require("node:stream/consumers");
const say = (letter, bytes) => process.stdout.write(Buffer.concat([Buffer.from(letter), Buffer.from(bytes ?? "")]));
buffer(process.stdin).then((input) => {
  const end = input.indexOf(10);
  const { verb, service, account, paths } = JSON.parse(input.subarray(0, end));
  const { Entry, findCredentials } = require(require.resolve("@napi-rs/keyring", { paths }));
  // Never the kernel's keyring, which is empty again after a restart of the machine: it throws instead.
  const entry = new Entry(service, account ?? "list", { linux: { store: "secret-service" } });
  if (verb === "list") {
    return say("L", JSON.stringify(findCredentials(service).map((one) => one.account)));
  }
  if (verb === "put") entry.setSecret(input.subarray(end + 1));
  if (verb === "remove") entry.deleteCredential();
  const found = verb === "get" ? entry.getSecret() : null;
  say(found === null ? "N" : "V", found);
}).catch((error) => say("E", String(error && error.message)));
`;

/** Gives the value's bytes for `get`, JSON for `list`, else null. Throws {@link KeyringFailure}. */
export async function askKeyring(request: KeyringRequest, timeoutMs: number): Promise<Buffer | null> {
  const { verb, service } = request;
  const account = "account" in request ? request.account : null;
  const paths = [process.cwd(), dirname(process.argv[1] ?? "")];
  const header = Buffer.from(`${JSON.stringify({ verb, service, account, paths })}\n`);
  const input = Buffer.concat([header, "secret" in request ? request.secret : Buffer.alloc(0)]);
  let answer: Buffer;
  try {
    answer = await run(input, timeoutMs);
  } finally {
    input.fill(0);
  }
  const letter = answer.subarray(0, 1).toString("latin1");
  if (letter === "V" || letter === "L") return answer.subarray(1);
  if (letter === "N") return null;
  throw new KeyringFailure(false, answer.subarray(1).toString("utf8") || "the keyring's process ended");
}

function run(input: Buffer, timeoutMs: number): Promise<Buffer> {
  const program = spawn(process.execPath, ["-e", PROGRAM], {
    stdio: ["pipe", "pipe", "ignore"],
    windowsHide: true,
  });
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    const timer = setTimeout(() => {
      program.kill("SIGKILL");
      reject(new KeyringFailure(true, "the keyring does not answer"));
    }, timeoutMs);
    program.once("error", (error) => {
      clearTimeout(timer);
      reject(new KeyringFailure(false, error.message));
    });
    program.stdout.on("data", (chunk: Buffer) => chunks.push(chunk));
    program.once("close", () => {
      clearTimeout(timer);
      resolve(Buffer.concat(chunks));
      for (const chunk of chunks) chunk.fill(0);
    });
    // A process that ends before it has read everything is told by its close.
    program.stdin.on("error", () => {});
    program.stdin.end(input);
  });
}
