interface KeyActTexts {
  title: string;
  consequences: readonly string[];
  label: string;
  busy: string;
  done: string;
  tone: "primary" | "danger";
}

/** What each act on keys says before it is done. */
export const KEY_ACT_TEXTS: Record<"generate" | "apply" | "renew" | "retire", KeyActTexts> = {
  generate: {
    title: "Generate a new master key?",
    consequences: ["It changes nothing yet: you change over in a later step."],
    label: "Generate the key",
    busy: "Generating",
    done: "Generated",
    tone: "primary",
  },
  apply: {
    title: "Change over to the new master key?",
    consequences: [
      "All data keys are wrapped with the new key, in one step. Nobody is signed out and nothing stops.",
      "Keep the old key for as long as you keep backups of before.",
    ],
    label: "Change over",
    busy: "Changing over",
    done: "The new master key is in use",
    tone: "primary",
  },
  renew: {
    title: "Renew all data keys?",
    consequences: [
      "Every person gets a new data key, and what is stored is encrypted anew in the background.",
      "Everything goes on meanwhile. If it is interrupted, it goes on where it was.",
    ],
    label: "Renew data keys",
    busy: "Beginning",
    done: "Data keys are being renewed",
    tone: "primary",
  },
  retire: {
    title: "Remove the old master key?",
    consequences: [
      "A backup made while it was in use can't be opened without it.",
      "It is refused while anything here needs it. The history keeps its fingerprint for ever.",
    ],
    label: "Remove the key",
    busy: "Removing",
    done: "Removed the old master key",
    tone: "danger",
  },
};
