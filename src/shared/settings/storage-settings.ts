import { z } from "zod";
import { choice, secret, text } from "@/shared/settings/setting-kinds";

const OPERATOR = { scope: "operator", restart: true } as const;
const word = (wanted: string) =>
  z
    .string()
    .trim()
    .regex(/^[A-Za-z0-9._/-]{1,200}$/, wanted);
const anyText = z.string().trim().min(1, "text").max(4096, "text of at most 4096 characters");

/** Where credentials that people let Wheelhouse remember are kept. */
export const STORAGE_SETTINGS = {
  SECURE_STORAGE: choice({
    scope: "admin",
    label: "Where credentials are kept",
    help: "database: encrypted in the database. keyring: in the keyring of the machine's user. vault: in HashiCorp Vault or OpenBao. env: nowhere; the owner's connections read them from the environment. What is stored already stays where it is until it is moved.",
    yaml: "security.secure_storage",
    options: ["env", "keyring", "vault", "database"],
    wrong: "Invalid storage backend",
    initially: "database",
  }),
} as const;

/** The way to Vault, for credentials and for the master key. */
export const VAULT_SETTINGS = {
  VAULT_ADDR: text({
    ...OPERATOR,
    label: "Address of Vault",
    help: "Such as https://vault.example.com:8200. Plain http is for this machine only.",
    yaml: "vault.address",
    schema: z
      .string()
      .refine(
        isVaultAddress,
        "an https address such as https://vault.example.com:8200, or http on this machine",
      )
      .transform((address) => new URL(address).origin),
    initially: null,
    whenUnset: "Vault is not used",
  }),
  VAULT_TOKEN: secret({
    label: "Token for Vault",
    help: "A token that may use the paths below. It is renewed while Wheelhouse runs. Set it or the two of AppRole.",
    restart: true,
    schema: anyText,
  }),
  VAULT_ROLE_ID: text({
    ...OPERATOR,
    label: "AppRole: role id",
    help: "With VAULT_SECRET_ID, Wheelhouse signs in to Vault by AppRole, and again when its token can't be renewed.",
    yaml: "vault.role_id",
    schema: word("a role id"),
    initially: null,
    whenUnset: "VAULT_TOKEN is used",
  }),
  VAULT_SECRET_ID: secret({
    label: "AppRole: secret id",
    help: "Goes with VAULT_ROLE_ID.",
    restart: true,
    schema: anyText,
  }),
  VAULT_NAMESPACE: text({
    ...OPERATOR,
    label: "Namespace",
    help: "Namespace of Vault Enterprise, HCP or OpenBao, sent with every request.",
    yaml: "vault.namespace",
    schema: word("a namespace such as admin/trading"),
    initially: null,
    whenUnset: "none",
  }),
  VAULT_CACERT: text({
    ...OPERATOR,
    label: "Certificate authority of Vault",
    help: "A PEM file with the certificate authority that signed Vault's certificate.",
    yaml: "vault.ca_cert",
    schema: anyText,
    initially: null,
    whenUnset: "those that Node trusts",
  }),
  VAULT_KV_MOUNT: text({
    ...OPERATOR,
    label: "Mount of the key-value store",
    help: "Where the key-value store (version 2) is mounted.",
    yaml: "vault.kv_mount",
    schema: word("a mount such as secret"),
    initially: "secret",
  }),
  VAULT_KV_PREFIX: text({
    ...OPERATOR,
    label: "Path of the credentials",
    help: "What the paths of Wheelhouse's secrets begin with. Installs that share a Vault need different ones.",
    yaml: "vault.kv_prefix",
    schema: word("a path such as wheelhouse"),
    initially: "wheelhouse",
  }),
  VAULT_TRANSIT_MOUNT: text({
    ...OPERATOR,
    label: "Mount of the transit engine",
    help: "Where the transit engine is mounted.",
    yaml: "vault.transit_mount",
    schema: word("a mount such as transit"),
    initially: "transit",
  }),
  VAULT_TRANSIT_KEY: text({
    ...OPERATOR,
    label: "Transit key",
    help: "With it the master key is wrapped by this key of Vault's transit engine, and is had at start by asking Vault. APP_MASTER_KEY and APP_MASTER_KEY_FILE must not be set then.",
    yaml: "vault.transit_key",
    schema: word("the name of a key"),
    initially: null,
    whenUnset: "the master key is a variable or a file",
  }),
} as const;

function isVaultAddress(address: string): boolean {
  if (!URL.canParse(address)) return false;
  const { protocol, hostname, pathname, username, password, search, hash } = new URL(address);
  if (username + password + search + hash !== "" || pathname !== "/") return false;
  const isThisMachine = ["localhost", "127.0.0.1", "[::1]"].includes(hostname);
  return protocol === "https:" || (protocol === "http:" && isThisMachine);
}
