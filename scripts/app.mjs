// Starts Wheelhouse: `npm run app`. Uses Node's own modules only, since it runs before anything is installed.
import { nodeVersionProblem } from "./launch/node-version.mjs";

const problem = nodeVersionProblem(process.versions.node);
if (problem) {
  console.error(problem);
  process.exit(1);
}
// The rest is loaded only now: an old Node could not even read it.
const { launch } = await import("./launch/launch.mjs");
await launch(process.argv.slice(2));
