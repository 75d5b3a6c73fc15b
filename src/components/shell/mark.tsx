interface MarkProps {
  className?: string;
}

/** The mark: a spoked wheel under a roof. Silent for screen readers; the name stands beside it. */
export function Mark({ className }: MarkProps) {
  return (
    <svg
      aria-hidden="true"
      viewBox="0 0 24 24"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.6"
      strokeLinecap="round"
      strokeLinejoin="round"
      className={className}
    >
      <path d="M2.8 10.6 12 2.8l9.2 7.8" />
      <path d="M5 9v12h14V9" />
      <circle cx="12" cy="14.2" r="4.4" />
      <circle cx="12" cy="14.2" r="1" fill="currentColor" stroke="none" />
      <path d="M12 9.8v8.8M8.19 12l7.62 4.4M15.81 12l-7.62 4.4" strokeWidth="1.1" />
    </svg>
  );
}
