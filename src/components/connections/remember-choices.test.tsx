import { renderToStaticMarkup } from "react-dom/server";
import { expect, test } from "vitest";
import { RememberChoices } from "@/components/connections/remember-choices";
import type { CredentialField } from "@/shared/schemas/broker";
import type { BackendName } from "@/shared/schemas/credential-storage";

const password: CredentialField = {
  name: "password",
  label: "Robinhood password",
  kind: "password",
  required: true,
  maxLength: 200,
  remember: "with_consent",
  advanced: false,
};
const seed: CredentialField = {
  ...password,
  name: "mfaSecret",
  label: "Authenticator secret",
  kind: "totp_secret",
  remember: "separate_consent",
};
const nothing = { remember: false, rememberTotpSecret: false, confirmPassword: "" };

function shown(
  place: BackendName,
  secretField?: CredentialField,
  choices = nothing,
  fields = [password, seed],
  provided: string[] = [],
) {
  return renderToStaticMarkup(
    <RememberChoices
      fields={fields}
      secretField={secretField}
      keeping={{ place, canRemember: place !== "env", provided }}
      choices={choices}
      onChange={() => {}}
      problems={{}}
    />,
  );
}

test("nothing is chosen at first, and the seed is a choice of its own", () => {
  const page = shown("database", seed);
  expect(page.match(/type="checkbox"/g) ?? page.match(/role="checkbox"/g)).toHaveLength(2);
  expect(page).not.toMatch(/checked=""|aria-checked="true"/);
  expect(page).toContain("Keeps Robinhood password encrypted, on this server.");
  expect(page).toContain("Off: it is used for this sign-in and forgotten.");
  expect(shown("database")).not.toContain("Authenticator secret");
});

test("keeping the seed is explained, and confirmed with the Wheelhouse password", () => {
  expect(shown("database", seed)).not.toContain("two factors");
  const chosen = shown("database", seed, { ...nothing, rememberTotpSecret: true });
  expect(chosen).toContain("A seed kept by a server turns two factors into one.");
  expect(chosen).toContain("Your Wheelhouse password, to confirm");
});

test.each([
  ["keyring", "in the keyring of this server&#x27;s user"],
  ["vault", "in the Vault of this install"],
] as const)("says where it would be kept: %s", (place, words) => {
  expect(shown(place)).toContain(words);
});

test("offers nothing where credentials come from the environment, and says why", () => {
  const page = shown("env", seed, { ...nothing, rememberTotpSecret: true });
  expect(page).toContain("SECURE_STORAGE is env");
  expect(page).not.toMatch(/checkbox|password, to confirm/);
  expect(shown("env", undefined, nothing, [])).toBe("");
  expect(page).toContain("asks you again when it ends");
  expect(shown("env", undefined, nothing, [password], ["password"])).toContain("nothing need be typed");
});
