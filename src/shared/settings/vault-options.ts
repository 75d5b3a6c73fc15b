import type { Secret } from "@/shared/secret";

/** Where a Vault or OpenBao server is, how to sign in to it, and what of it is used. */
export interface VaultOptions {
  /** Origin, such as `https://vault.example.com:8200`. */
  readonly address: string;
  readonly login:
    | { readonly kind: "token"; readonly token: Secret }
    | { readonly kind: "approle"; readonly roleId: string; readonly secretId: Secret };
  readonly namespace: string | undefined;
  /** Absolute path of a PEM file with the certificate authority of the server. */
  readonly caFile: string | undefined;
  readonly kvMount: string;
  readonly kvPrefix: string;
  readonly transitMount: string;
  /** Set where the master key is wrapped by Vault. */
  readonly transitKey: string | undefined;
}
