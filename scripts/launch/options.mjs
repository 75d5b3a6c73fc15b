import { parseArgs } from "node:util";

export const HELP = `Starts Wheelhouse and the sandbox broker. Usage: npm run app -- [options]

  --port <number>          port of the app (default: PORT, or 3000)
  --sandbox-port <number>  port of the sandbox broker (default: 4010)
  --no-sandbox             without the sandbox: connections go to the real brokers
  --dev                    development server: no build, changes show at once
  --help                   this text

Settings are read from the environment and from a file .env in this folder; the environment wins.`;

const SANDBOX_PORT = 4010;

function portOf(text, name) {
  const port = Number(text);
  if (/^\d{1,5}$/.test(text) && port >= 1 && port <= 65_535) return port;
  throw new Error(`${name} must be a whole number from 1 to 65535.`);
}

function portGiven(option, variable) {
  if (option !== undefined) return portOf(option, "--port");
  return variable ? portOf(variable, "PORT") : null;
}

/** Reads the command line and the variables that the launcher itself needs. Throws an error with one sentence. */
export function readOptions(args, environment) {
  const { values } = parseArgs({
    args,
    options: {
      port: { type: "string" },
      "sandbox-port": { type: "string" },
      "no-sandbox": { type: "boolean", default: false },
      dev: { type: "boolean", default: false },
      help: { type: "boolean", default: false },
    },
  });
  return {
    isHelp: values.help,
    isDev: values.dev,
    // What stands in config.yaml only is known once the settings were read.
    host: environment.HOST || null,
    port: portGiven(values.port, environment.PORT),
    sandboxPort: portOf(values["sandbox-port"] ?? String(SANDBOX_PORT), "--sandbox-port"),
    // An operator who names the broker's host wants that host.
    hasSandbox: !values["no-sandbox"] && !environment.ROBINHOOD_API_URL,
  };
}
