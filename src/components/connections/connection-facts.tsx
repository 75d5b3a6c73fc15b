import { accountKindLabel } from "@/components/accounts/account-kind";
import { FactList } from "@/components/connections/fact-list";
import { FoldingPanel } from "@/components/connections/folding-panel";
import { RelativeTime } from "@/components/ui/relative-time";
import type { BrokerDescription } from "@/shared/schemas/broker";
import type { ConnectionView } from "@/shared/schemas/connection";

interface ConnectionFactsProps {
  connection: ConnectionView;
  broker: Pick<BrokerDescription, "name" | "hosts" | "officialHosts">;
}

/** What is known of the connection, whatever its state. */
export function ConnectionFacts({ connection, broker }: ConnectionFactsProps) {
  const { accounts, loginName, lastConnectedAt } = connection;
  return (
    <FoldingPanel connection={connection} title="About this connection">
      <FactList
        compact
        facts={[
          { term: "Broker", value: broker.name },
          {
            term: "Talks to",
            value: (
              <>
                <span className="break-words">{broker.hosts.join(", ")}</span>
                {!broker.officialHosts && (
                  <p className="text-13 text-warn">Not {broker.name} itself: a test server or sandbox</p>
                )}
              </>
            ),
          },
          { term: "Signs in as", value: loginName ?? <Unknown>After the first sign-in</Unknown> },
          {
            term: "Accounts",
            value:
              accounts.length === 0 ? (
                <Unknown>After the first sign-in</Unknown>
              ) : (
                <ul>
                  {accounts.map((account) => (
                    <li key={account.maskedNumber}>
                      {account.maskedNumber}{" "}
                      <span className="text-ink-soft">{accountKindLabel(account.kind)}</span>
                    </li>
                  ))}
                </ul>
              ),
          },
          {
            term: "Last connected",
            value:
              lastConnectedAt === null ? <Unknown>Never</Unknown> : <RelativeTime at={lastConnectedAt} />,
          },
          { term: "Added", value: <RelativeTime at={connection.createdAt} /> },
        ]}
      />
    </FoldingPanel>
  );
}

function Unknown({ children }: { children: string }) {
  return <span className="text-ink-soft">{children}</span>;
}
