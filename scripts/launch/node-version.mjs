const WANTED_MAJOR = 20;
const WANTED_MINOR = 19;

/** One sentence when the version of Node is too old, else an empty text. */
export function nodeVersionProblem(version) {
  const [major = 0, minor = 0] = version.split(".").map(Number);
  if (major > WANTED_MAJOR || (major === WANTED_MAJOR && minor >= WANTED_MINOR)) return "";
  return (
    `Node ${version} is too old: Wheelhouse needs ${WANTED_MAJOR}.${WANTED_MINOR} or later. ` +
    "Install the current LTS version from https://nodejs.org and start again."
  );
}
