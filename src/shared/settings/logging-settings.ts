import { z } from "zod";
import { choice, integer, onOff, secret, size, text } from "@/shared/settings/setting-kinds";

const COMMON = { scope: "admin" } as const;

/** What is written to the log, and where. */
export const LOGGING_SETTINGS = {
  LOG_LEVEL: choice({
    ...COMMON,
    label: "Level",
    help: "The least important lines that are written. DEBUG adds a line for each call to a broker.",
    yaml: "logging.level",
    options: ["DEBUG", "INFO", "WARNING", "ERROR"],
    initially: "INFO",
  }),
  LOG_ENABLED: onOff({
    ...COMMON,
    label: "Write a log file",
    help: "Whether there is a log file. The console is not concerned.",
    yaml: "logging.enabled",
    initially: "true",
  }),
  LOG_DIR: text({
    scope: "operator",
    label: "Folder of the log",
    help: "Where the log files are.",
    yaml: "logging.location",
    restart: true,
    schema: z.string().trim().min(1, "a path").max(4096, "a path of at most 4096 characters"),
    initially: null,
    whenUnset: "logs in the data folder",
  }),
  LOG_FORMAT: choice({
    ...COMMON,
    label: "Format",
    help: "json: one object a line, for programs; text: for people.",
    yaml: "logging.format",
    options: ["json", "text"],
    initially: "json",
  }),
  LOG_CONSOLE: onOff({
    ...COMMON,
    label: "Log to the console",
    help: "Whether lines go to standard output too, in the same format: where a service manager or a container collects them.",
    yaml: "logging.console",
    initially: "false",
  }),
  LOG_ROTATION: choice({
    ...COMMON,
    label: "New file",
    help: "When a new file is begun: each day or week (from Monday) in UTC, or by size only. A file that reaches the largest size is ended in any case.",
    yaml: "logging.rotation",
    options: ["daily", "weekly", "size"],
    initially: "daily",
  }),
  LOG_MAX_SIZE: size({
    ...COMMON,
    label: "Largest log file",
    help: "Size at which a new file is begun. Units are KB, MB and GB.",
    yaml: "logging.max_size",
    minBytes: 65_536,
    wanted: "a size from 64KB, such as 100MB",
    initially: "100MB",
  }),
  LOG_RETENTION_DAYS: integer({
    ...COMMON,
    label: "Days to keep",
    help: "Log files whose last line is older are removed.",
    yaml: "logging.retention_days",
    min: 1,
    max: 3650,
    unit: "days",
    initially: "30",
  }),
} as const;

/** What is told to systems that watch. */
export const MEASUREMENT_SETTINGS = {
  METRICS_RETENTION_DAYS: integer({
    ...COMMON,
    label: "Days to keep metrics",
    help: "How long the figures of the metrics page are kept.",
    yaml: "metrics.retention_days",
    min: 1,
    max: 400,
    unit: "days",
    initially: "30",
  }),
  METRICS_TOKEN: secret({
    label: "Token for metrics",
    help: "What Prometheus sends as a bearer token to /api/metrics. Without it that address does not exist.",
    restart: true,
    schema: z.string().trim().min(16, "at least 16 characters long").max(200, "at most 200 characters long"),
  }),
  OTEL_EXPORTER_OTLP_ENDPOINT: text({
    scope: "operator",
    label: "Traces",
    help: "Where traces go: the address of an OpenTelemetry collector that takes OTLP over HTTP, such as http://127.0.0.1:4318.",
    yaml: "metrics.otlp_endpoint",
    restart: true,
    schema: z
      .string()
      .refine(
        (given) => URL.canParse(given) && /^https?:$/.test(new URL(given).protocol),
        "an http or https address",
      ),
    initially: null,
    whenUnset: "no traces are made",
  }),
} as const;
