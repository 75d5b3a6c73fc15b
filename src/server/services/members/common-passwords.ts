/**
 * Words that most common passwords are made of. Alone, repeated, joined with each other or dressed up with
 * digits, signs and look-alike letters they do not make a password.
 */
const COMMON_WORDS = new Set(
  (
    "password passwort passphrase passw pass word secret letmein welcome login signin access admin administrator root user " +
    "username guest test testing tester default change changeme please master superman batman spiderman starwars pokemon " +
    "dragon monkey monkeys princess sunshine football baseball basketball hockey soccer liverpool chelsea arsenal " +
    "michael jennifer jessica jordan michelle daniel thomas charlie andrew ashley amanda nicole joshua hannah maggie " +
    "ginger pepper cookie chocolate cheese banana orange summer winter spring autumn monday tuesday wednesday thursday " +
    "friday saturday sunday january february march april may june july august september october november december " +
    "iloveyou loveyou love lovely forever whatever trustno nothing something anything freedom computer internet samsung " +
    "google facebook twitter instagram linkedin youtube microsoft windows apple iphone android killer hunter ranger " +
    "shadow phoenix flower butterfly angel angels jesus christ blessed family mother father mustang corvette ferrari " +
    "mercedes porsche yankees cowboys eagles steelers lakers trader trading trade broker brokerage stock stocks money " +
    "bitcoin crypto wallstreet options robinhood etrade schwab ameritrade interactive wheelhouse wheel house my the is " +
    "and me you i a our new old hello goodbye qwerty qwertz azerty asdf asdfgh zxcvbn abc abcd abcdef company office " +
    "london america canada england germany france paris berlin newyork chicago texas california"
  ).split(" "),
);

/** Typing order of keyboards and of the alphabet, forwards; a run along any of them is not a password either. */
const RUNS = [
  "abcdefghijklmnopqrstuvwxyz",
  "01234567890123456789",
  "qwertyuiopasdfghjklzxcvbnm",
  "qwertzuiopasdfghjklyxcvbnm",
  "azertyuiopqsdfghjklmwxcvbn",
  "qazwsxedcrfvtgbyhnujmikolp",
  "1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik9ol0p",
  "1q2w3e4r5t6y7u8i9o0p",
  "qawsedrftgyhujikolp",
  "!@#$%^&*()_+",
];
const RUN_LENGTH = 4;
const SHORTEST_NAME = 3;

const LOOK_ALIKES: Readonly<Record<string, string>> = {
  "0": "o",
  "1": "i",
  "3": "e",
  "4": "a",
  "5": "s",
  "7": "t",
  "8": "b",
  "@": "a",
  $: "s",
  "!": "i",
};

/**
 * Whether a new password is among those that guessing tools try first: common words, years, keyboard and counting
 * runs, repeats, and the person's own e-mail and name, in any mixture. `personal` holds the e-mail and the name.
 * It is a small list and a few rules, chosen to cover the common passwords of twelve characters and more; it is not
 * a list of passwords known from breaches.
 */
export function isCommonPassword(password: string, personal: readonly string[]): boolean {
  const lower = password.normalize("NFKC").toLowerCase();
  if (new Set(lower).size < 5 || repeatsItself(lower)) return true;
  const words = new Set([...COMMON_WORDS, ...personal.flatMap(namesIn)]);
  const bare = withoutRuns(lower);
  return [bare, lower, foldLookAlikes(bare), foldLookAlikes(lower)].some(
    (text) => unexplained(text.replace(/[^\p{L}]/gu, ""), words) < 4 && fewOtherSigns(text),
  );
}

/** Digits and signs can carry a password too: a long string of them that is no run and no year is not common. */
function fewOtherSigns(text: string): boolean {
  return text.replace(/[\p{L}\s._-]/gu, "").replace(/(19|20)\d\d/g, "").length < 6;
}

function namesIn(text: string): string[] {
  const lower = text.toLowerCase();
  return [lower.replace(/[^\p{L}]/gu, ""), ...lower.split(/[^\p{L}]+/u)].filter(
    (name) => name.length >= SHORTEST_NAME,
  );
}

function repeatsItself(text: string): boolean {
  return /^(.{1,6})\1+.{0,2}$/su.test(text);
}

function foldLookAlikes(text: string): string {
  return text.replace(/[013457890@$!]/g, (sign) => LOOK_ALIKES[sign] ?? sign);
}

/** Drops every piece of four signs or more that follows a run, in either direction. */
function withoutRuns(text: string): string {
  let rest = "";
  for (let at = 0; at < text.length; ) {
    const length = runLengthAt(text, at);
    if (length === 0) rest += text[at];
    at += Math.max(length, 1);
  }
  return rest;
}

function runLengthAt(text: string, at: number): number {
  let longest = 0;
  for (const forwards of RUNS) {
    for (const run of [forwards, [...forwards].reverse().join("")]) {
      for (let length = RUN_LENGTH; at + length <= text.length; length += 1) {
        if (!run.includes(text.slice(at, at + length))) break;
        longest = Math.max(longest, length);
      }
    }
  }
  return longest;
}

/** How many letters are left over when as many as possible are covered by the words. */
function unexplained(letters: string, words: ReadonlySet<string>): number {
  const left = [0];
  for (let end = 1; end <= letters.length; end += 1) {
    let best = (left[end - 1] ?? 0) + 1;
    for (let start = Math.max(0, end - 24); start < end; start += 1) {
      if (words.has(letters.slice(start, end))) best = Math.min(best, left[start] ?? 0);
    }
    left.push(best);
  }
  return left.at(-1) ?? 0;
}
