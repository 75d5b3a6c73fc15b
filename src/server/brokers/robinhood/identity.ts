import type { BrokerIdentity } from "@/server/brokers/broker";
import { BrokerError } from "@/server/brokers/broker-error";
import type { AccountReply } from "@/server/brokers/robinhood/accounts";

/** What an account is called, such as `individual` or `ira_roth`. */
export function accountKind(account: AccountReply): string {
  return account.brokerage_account_type ?? account.type ?? "unknown";
}

/**
 * Who has signed in. Older token replies have no user id; then the accounts tell it. Throws
 * CONN_UNEXPECTED_REPLY where neither does.
 */
export function identityOf(tokenUserId: string | null, accounts: readonly AccountReply[]): BrokerIdentity {
  const userId = tokenUserId ?? accounts.find((account) => account.user_id)?.user_id;
  if (!userId) {
    throw new BrokerError("CONN_UNEXPECTED_REPLY", {
      step: "accounts",
      safeToRepeat: true,
      countsAgainstLogin: false,
    });
  }
  return {
    userId,
    accounts: accounts.map((account) => ({ number: account.account_number, kind: accountKind(account) })),
  };
}
