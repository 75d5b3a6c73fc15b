import type { CommandGroup, CommandSpec } from "@/cli/command-spec";

/** What may follow a place on the command line. */
export interface CompletionPlace {
  /** The words so far: `` , `connections`, `connections list`. */
  readonly path: string;
  readonly commands: readonly { readonly word: string; readonly text: string }[];
  readonly options: readonly CompletionOption[];
}

export interface CompletionOption {
  readonly long: string;
  readonly text: string;
  readonly takesValue: boolean;
  readonly choices: readonly string[];
}

const GLOBAL_OPTIONS: readonly CompletionOption[] = [
  { long: "--json", text: "one JSON document", takesValue: false, choices: [] },
  { long: "--as", text: "act as this person", takesValue: true, choices: [] },
  { long: "--no-input", text: "never ask anybody", takesValue: false, choices: [] },
  { long: "--help", text: "show the help", takesValue: false, choices: [] },
];

/** Every place of the command line with what may stand there: from the same list that help is made of. */
export function completionPlaces(groups: readonly CommandGroup[]): CompletionPlace[] {
  const specs = groups.flatMap(({ commands }) => commands);
  const top = new Map<string, string>();
  for (const spec of specs) {
    const [word = "", second] = spec.name.split(" ");
    if (second === undefined) top.set(word, spec.summary);
    else if (!top.has(word)) top.set(word, secondWords(specs, word).join(", "));
  }
  return [
    place(
      "",
      [...top].map(([word, text]) => ({ word, text })),
    ),
    ...[...top.keys()]
      .filter((word) => secondWords(specs, word).length > 0)
      .map((word) => place(word, groupCommands(specs, word), ownOptions(specs, word))),
    // A command with commands of its own below it was told already.
    ...specs
      .filter(({ name }) => secondWords(specs, name).length === 0)
      .map((spec) => place(spec.name, [], optionsOf(spec))),
  ];
}

function place(
  path: string,
  commands: CompletionPlace["commands"],
  own: readonly CompletionOption[] = [],
): CompletionPlace {
  return { path, commands, options: [...own, ...GLOBAL_OPTIONS] };
}

const secondWords = (specs: readonly CommandSpec[], word: string): string[] =>
  groupCommands(specs, word).map((command) => command.word);

function groupCommands(specs: readonly CommandSpec[], word: string): { word: string; text: string }[] {
  return specs.flatMap(({ name, summary }) => {
    const [first, second] = name.split(" ");
    return first === word && second !== undefined ? [{ word: second, text: summary }] : [];
  });
}

const ownOptions = (specs: readonly CommandSpec[], word: string): CompletionOption[] =>
  specs.filter(({ name }) => name === word).flatMap(optionsOf);

function optionsOf({ options = [] }: CommandSpec): CompletionOption[] {
  return options.map(({ flags, text, choices = [] }) => {
    const [long = ""] = flags.split(" ");
    return { long, text, takesValue: flags.includes("<"), choices };
  });
}
