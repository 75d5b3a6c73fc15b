interface HatchPatternProps {
  id: string;
  /** Colour of the lines: a `stroke-…` class. */
  className: string;
}

/** Slanted lines: what tells one filled area from another without its colour. */
export function HatchPattern({ id, className }: HatchPatternProps) {
  return (
    <pattern id={id} width={6} height={6} patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
      <path d="M1.5 0V6" strokeWidth={2} className={className} />
    </pattern>
  );
}
