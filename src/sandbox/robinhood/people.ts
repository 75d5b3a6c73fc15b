/** How Robinhood's side makes sure that a login from a new device is the person's. */
export type Approval = "prompt" | "sms" | "email" | "app" | "mfa_app" | "mfa_sms" | "challenge" | "none";

/** Which of an account's contents are made: see `robinhood/portfolio/account-plans.ts`. */
export type AccountKind =
  | "wheel"
  | "second"
  | "roth"
  | "joint"
  | "empty"
  | "small"
  | "veteran"
  | "covered"
  | "secured"
  | "again"
  | "trouble"
  | "positions"
  | "orders";

export interface Person {
  key: string;
  name: string;
  about: string;
  approval: Approval;
  /** Where an approval workflow answers: only pathfinder, only identi, or both. */
  flow: "both" | "pathfinder" | "identi";
  accounts: readonly AccountKind[];
  /** The longest life that the server grants to an access token. */
  tokenCapSeconds: number;
  /** Whether logins get a refresh token. */
  renewable: boolean;
  totpSecret: string | null;
  alwaysLocked: boolean;
}

const daySeconds = 86_400;

function person(
  key: string,
  name: string,
  approval: Approval,
  about: string,
  rest: Partial<Person> = {},
): Person {
  return {
    key,
    name,
    about,
    approval,
    flow: "both",
    accounts: ["small"],
    tokenCapSeconds: 8 * daySeconds,
    renewable: true,
    totpSecret: null,
    alwaysLocked: false,
    ...rest,
  };
}

/** Everyone who has an account here. None of them exists, and neither do their passwords and secrets. */
export const people: readonly Person[] = [
  person("ada", "Ada Example", "prompt", "Approves a new device by a tap in the app; runs a wheel.", {
    accounts: ["wheel"],
  }),
  person("ben", "Ben Example", "sms", "Gets a code as a text message."),
  person("cleo", "Cleo Example", "email", "Gets a code by e-mail."),
  person("dan", "Dan Example", "app", "Types the code of an authenticator app into the workflow.", {
    totpSecret: "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP",
  }),
  person("eve", "Eve Example", "mfa_app", "Older answer mfa_required, with an authenticator app.", {
    totpSecret: "KRSXG5CTMVRXEZLUKRSXG5CTMVRXEZLU",
  }),
  person("finn", "Finn Example", "mfa_sms", "Older answer mfa_required, with a text message."),
  person("gus", "Gus Example", "challenge", "Older challenge, confirmed by a request header."),
  person("hana", "Hana Example", "none", "Signs in with the password alone."),
  person(
    "ivan",
    "Ivan Example",
    "prompt",
    "Four accounts (two individual, Roth IRA, joint) and a long history.",
    {
      accounts: ["wheel", "second", "roth", "joint"],
    },
  ),
  person("june", "June Example", "prompt", "A new account with nothing in it.", { accounts: ["empty"] }),
  person("kurt", "Kurt Example", "prompt", "Locked: every answer is 429.", { alwaysLocked: true }),
  person("lena", "Lena Example", "prompt", "Only identi answers; pathfinder never gives a challenge.", {
    flow: "identi",
  }),
  person("mona", "Mona Example", "prompt", "Only pathfinder answers; identi does not know the workflow.", {
    flow: "pathfinder",
  }),
  person("noor", "Noor Example", "none", "A login that has no account yet.", { accounts: [] }),
  person("otto", "Otto Example", "none", "Access tokens that live for five minutes.", {
    tokenCapSeconds: 300,
  }),
  person("paul", "Paul Example", "none", "Two years of wheels in one account, worked out by hand.", {
    accounts: ["veteran"],
  }),
  person("quinn", "Quinn Example", "none", "Wheels the same stock in three accounts.", {
    accounts: ["covered", "again", "secured"],
  }),
  person("rosa", "Rosa Example", "none", "Everything wants attention at once.", { accounts: ["trouble"] }),
  person("stan", "Stan Example", "none", "A thousand positions, or as many as the knob says.", {
    accounts: ["positions"],
  }),
  person(
    "tess",
    "Tess Example",
    "none",
    "Sessions of two days that can't be renewed, options that last longer.",
    {
      tokenCapSeconds: 2 * daySeconds,
      renewable: false,
    },
  ),
  person("uma", "Uma Example", "none", "Thousands of orders.", { accounts: ["orders"] }),
];

export function usernameOf(person: Person): string {
  return `${person.key}@example.com`;
}

export function passwordOf(person: Person): string {
  return `not-a-real-password-${person.key}`;
}

/** Numbers set aside for fiction. */
export function phoneNumberOf(person: Person): string {
  return `+1 202-555-01${String(10 + people.indexOf(person))}`;
}

export function personByUsername(username: string): Person | null {
  const wanted = username.trim().toLowerCase();
  return people.find((person) => usernameOf(person) === wanted) ?? null;
}

export function personByKey(key: string): Person | null {
  return people.find((person) => person.key === key) ?? null;
}
