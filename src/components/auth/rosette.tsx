const SIZE = 640;
const STEPS = 720;

/** A closed wave around the centre, as engraved on bonds and banknotes. Rounded, so that both sides agree. */
function waveRing(radius: number, amplitude: number, lobes: number, turn: number): string {
  const points: string[] = [];
  for (let step = 0; step < STEPS; step += 1) {
    const angle = (step / STEPS) * 2 * Math.PI;
    const reach = radius + amplitude * Math.sin(lobes * angle + turn);
    const x = (SIZE / 2 + reach * Math.cos(angle)).toFixed(1);
    const y = (SIZE / 2 + reach * Math.sin(angle)).toFixed(1);
    points.push(`${x} ${y}`);
  }
  return `M${points.join("L")}Z`;
}

const RINGS = [
  ...Array.from({ length: 10 }, (_, index) => waveRing(250, 46, 16, (index / 10) * 2 * Math.PI)),
  ...Array.from({ length: 6 }, (_, index) => waveRing(140, 30, 12, (index / 6) * 2 * Math.PI)),
  ...Array.from({ length: 4 }, (_, index) => waveRing(60, 16, 8, (index / 4) * 2 * Math.PI)),
];

/** A wheel in fine lines beside the sign-in; decoration only. */
export function Rosette({ className }: { className?: string }) {
  return (
    <svg
      aria-hidden="true"
      viewBox={`0 0 ${SIZE} ${SIZE}`}
      fill="none"
      stroke="currentColor"
      strokeWidth="0.75"
      className={className}
    >
      {RINGS.map((path) => (
        <path key={path.slice(0, 40)} d={path} />
      ))}
    </svg>
  );
}
