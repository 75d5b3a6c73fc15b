import type { CompletionPlace } from "@/cli/completion-words";

export const SHELLS = ["bash", "zsh", "fish"] as const;
export type Shell = (typeof SHELLS)[number];

/** The completions of a shell as a script, complete in itself: it never runs `wheelhouse`. */
export function completionScript(shell: Shell, places: readonly CompletionPlace[]): string {
  return shell === "fish" ? fishScript(places) : wordScript(shell, places);
}

const quote = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`;

const wordsOf = ({ commands, options }: CompletionPlace): string =>
  [...commands.map(({ word }) => word), ...options.map(({ long }) => long)].join(" ");

/** A dollar that begins a variable of the shell, not of a template here. */
const $ = "$";

const IN_BASH = [
  "_wheelhouse() {",
  `  local words="$(_wheelhouse_words "${$}{COMP_WORDS[@]:1:COMP_CWORD-1}")"`,
  `  COMPREPLY=($(compgen -W "$words" -- "${$}{COMP_WORDS[COMP_CWORD]}"))`,
  "}",
  "complete -o default -F _wheelhouse wheelhouse",
];

const IN_ZSH = [
  `_wheelhouse() { compadd -- $(_wheelhouse_words "${$}{(@)words[2,CURRENT-1]}") }`,
  "compdef _wheelhouse wheelhouse",
];

/** bash and zsh: one function walks the words so far to their place, and prints what may stand there. */
function wordScript(shell: "bash" | "zsh", places: readonly CompletionPlace[]): string {
  const options = places.flatMap((one) => one.options);
  const taking = [...new Set(options.filter(({ takesValue }) => takesValue).map(({ long }) => long))];
  const groups = places.filter(({ path, commands }) => path !== "" && commands.length > 0);
  const values = places.flatMap(({ path, options: own }) =>
    own
      .filter(({ choices }) => choices.length > 0)
      .map(({ long, choices }) => `    ${quote(`${path}|${long}`)}) echo ${quote(choices.join(" "))} ;;`),
  );
  return [
    `# Completions of wheelhouse for ${shell}.`,
    "_wheelhouse_words() {",
    '  local place="" option="" word',
    '  for word in "$@"; do',
    '    case "$word" in',
    `      ${taking.join("|")}) option="$word" ;;`,
    '      -*) option="" ;;',
    '      *) if [ -n "$option" ]; then option=""',
    '         elif [ -z "$place" ]; then place="$word"',
    `         else case "$place" in ${groups.map(({ path }) => path).join("|")}) place="$place $word" ;; esac`,
    "         fi ;;",
    "    esac",
    "  done",
    '  case "$place|$option" in',
    ...values,
    ...places.map((one) => `    ${quote(`${one.path}|`)}) echo ${quote(wordsOf(one))} ;;`),
    "  esac",
    "}",
    ...(shell === "bash" ? IN_BASH : IN_ZSH),
  ].join("\n");
}

function fishScript(places: readonly CompletionPlace[]): string {
  return [
    "# Completions of wheelhouse for fish.",
    "complete -c wheelhouse -f",
    ...places.flatMap((place) => [
      ...place.commands.map(
        ({ word, text }) =>
          `complete -c wheelhouse -n ${quote(fishPlace(place, true))} -a ${word} -d ${quote(text)}`,
      ),
      ...place.options.map(
        ({ long, text, takesValue, choices }) =>
          `complete -c wheelhouse -n ${quote(fishPlace(place, false))} -l ${long.slice(2)}${takesValue ? " -x" : ""}` +
          `${choices.length > 0 ? ` -a ${quote(choices.join(" "))}` : ""} -d ${quote(text)}`,
      ),
    ]),
  ].join("\n");
}

/** The condition under which a place's words are offered; its commands only while none of them was typed. */
function fishPlace({ path, commands }: CompletionPlace, isForCommands: boolean): string {
  const seen = path
    .split(" ")
    .filter((word) => word !== "")
    .map((word) => `__fish_seen_subcommand_from ${word}`);
  const none = `not __fish_seen_subcommand_from ${commands.map(({ word }) => word).join(" ")}`;
  const conditions = isForCommands || (path === "" && commands.length > 0) ? [...seen, none] : seen;
  return conditions.join("; and ");
}
