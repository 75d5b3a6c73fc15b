import { getContainer } from "@/server/container";

/** The container of a web process, with its work in the background: logs one line, and ends. */
const container = await getContainer();
container.services.log.info({}, "a line of the log");
await container.close();
process.exit(0);
