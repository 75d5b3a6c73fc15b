import type { PageParameter } from "@/server/rest/page-routes";

/** What a route takes, a line each. */
export function RouteParameters({ parameters }: { parameters: readonly PageParameter[] }) {
  return (
    <dl className="flex flex-col divide-y divide-line rounded-md border border-line">
      {parameters.map((parameter) => (
        <div
          key={parameter.name}
          className="flex flex-wrap items-baseline gap-x-3 gap-y-0.5 px-3 py-1.5 text-13"
        >
          <dt className="min-w-24 font-mono break-all">{parameter.name}</dt>
          <dd className="min-w-0 flex-1 text-ink-soft">{sentenceOf(parameter)}</dd>
        </div>
      ))}
    </dl>
  );
}

function sentenceOf({ in: place, required, type, choices, standard, description }: PageParameter): string {
  const facts = [
    place === "path" ? `${type} in the path` : type,
    ...(choices.length > 0 ? [`one of ${choices.join(", ")}`] : []),
    ...(required ? ["needed"] : []),
    ...(standard === null || standard === "[]" || standard === "null" ? [] : [`${standard} without it`]),
  ].join("; ");
  return description === null ? facts : `${facts}. ${description}`;
}
