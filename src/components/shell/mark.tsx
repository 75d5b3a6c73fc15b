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
      <path d="M2.5 10 12 2.5 21.5 10" />
      <path d="M4.5 8.6V21.5h15V8.6" />
      <circle cx="12" cy="14.3" r="4.7" strokeWidth="1.4" />
      <path d="M12 9.6v9.4M7.93 11.95l8.14 4.7M16.07 11.95l-8.14 4.7" strokeWidth="1" />
    </svg>
  );
}
